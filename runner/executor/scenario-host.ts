// What an executor needs of the run around it: VUs, a clock, and an end. Executors know nothing else.

import type { Millis } from "../../lib/core/units.ts";
import type { Stripe } from "../schedule/stripe.ts";
import { after, type Clock } from "./clock.ts";

/** A VU lent to a scenario. */
export interface LentVu {
  /** Runs one iteration; resolves when it ended, threw or was cut. `due` is when it should have started. */
  iterate(due?: Millis): Promise<void>;
  /** Ends the iteration under way without samples; nothing happens when there is none. */
  cut(): void;
}

export interface ScenarioHost {
  readonly clock: Clock;
  /** The scenario's start. */
  readonly start: Millis;
  /** The share of iterations that this thread runs. */
  readonly iterations: Stripe;
  /** The share of VUs. */
  readonly vus: Stripe;
  /** Aborts when the run ends early: nothing new starts. The run cuts the VUs itself. */
  readonly ended: AbortSignal;
  lend(): Promise<LentVu>;
  takeBack(vu: LentVu): void;
  /** Iterations that were never started. */
  drop(count: number): void;
}

/** Runs a scenario to its end, graceful stop included. */
export type Executor = (host: ScenarioHost) => Promise<void>;

/** Resolves to true at `offset` ms after the scenario's start, to false when the run ends before. */
export function until(host: ScenarioHost, offset: number): Promise<boolean> {
  if (host.ended.aborted) return Promise.resolve(false);
  if (host.clock.now() >= host.start + offset) return Promise.resolve(true);
  return new Promise((resolve) => {
    const onEnd = (): void => {
      cancel();
      resolve(false);
    };
    const cancel = host.clock.at(after(host.start, offset), () => {
      host.ended.removeEventListener("abort", onEnd);
      resolve(true);
    });
    host.ended.addEventListener("abort", onEnd, { once: true });
  });
}

/** Whether an iteration may still start, `offset` ms being the scenario's last moment for that. */
export const mayStart = (host: ScenarioHost, offset: number): boolean =>
  !host.ended.aborted && host.clock.now() < host.start + offset;

/** Borrows `count` VUs, runs `body` for each side by side, cuts what runs at `cutAt` ms, and returns them. */
export async function withVus(
  host: ScenarioHost,
  count: number,
  cutAt: number,
  body: (vu: LentVu) => Promise<void>,
): Promise<void> {
  const vus = await Promise.all(Array.from({ length: count }, () => host.lend()));
  const cancel = host.clock.at(after(host.start, cutAt), () => {
    for (const vu of vus) vu.cut();
  });
  try {
    await Promise.all(vus.map(body));
  } finally {
    cancel();
    for (const vu of vus) host.takeBack(vu);
  }
}
