// The open executors: iterations start when they are due, whether or not earlier ones have ended.

import type { Millis } from "../../lib/core/units.ts";
import type { ArrivalRateScenario } from "../options/scenario.ts";
import { constantArrivals, type DueTimes, rampingArrivals } from "../schedule/arrivals.ts";
import { owns, shareOf } from "../schedule/stripe.ts";
import { totalDuration } from "../schedule/vu-spans.ts";
import { after } from "./clock.ts";
import { type Executor, type LentVu, type ScenarioHost, until } from "./scenario-host.ts";

/** VUs that wait for work, longest first, and those that work; grows by one VU at a time up to its limit. */
class VuPool {
  readonly #host: ScenarioHost;
  readonly #limit: number;
  readonly #all: LentVu[] = [];
  readonly #idle: LentVu[] = [];
  readonly #working = new Set<Promise<void>>();
  #growing: Promise<void> | undefined;
  #growthFailed: { readonly error: unknown } | undefined;

  constructor(host: ScenarioHost, limit: number) {
    this.#host = host;
    this.#limit = limit;
  }

  async grow(): Promise<void> {
    const vu = await this.#host.lend();
    this.#all.push(vu);
    this.#idle.push(vu);
  }

  /** Starts an iteration on an idle VU. Without one it is lost, and one more VU is made for those to come. */
  start(due: Millis): void {
    const vu = this.#idle.shift();
    if (vu === undefined) {
      this.#host.drop(1);
      if (this.#growing === undefined && this.#all.length < this.#limit) {
        this.#growing = this.#growOnce();
      }
      return;
    }
    const work: Promise<void> = vu.iterate(due).then(() => {
      this.#idle.push(vu);
      this.#working.delete(work);
    });
    this.#working.add(work);
  }

  /** Resolves when all iterations have ended. @throws what the making of a VU threw */
  async drained(): Promise<void> {
    await this.#growing;
    await Promise.all(this.#working);
    if (this.#growthFailed !== undefined) throw this.#growthFailed.error;
  }

  /** Nobody awaits this before the end: a failure is kept until then. */
  async #growOnce(): Promise<void> {
    try {
      await this.grow();
    } catch (error) {
      this.#growthFailed ??= { error };
    } finally {
      this.#growing = undefined;
    }
  }

  cut(): void {
    for (const vu of this.#all) vu.cut();
  }

  giveBack(): void {
    for (const vu of this.#all) this.#host.takeBack(vu);
  }
}

const dueTimes = (scenario: ArrivalRateScenario): DueTimes =>
  scenario.executor === "constant-arrival-rate" ? constantArrivals(scenario) : rampingArrivals(scenario);

export const durationOf = (scenario: ArrivalRateScenario): number =>
  scenario.executor === "constant-arrival-rate" ? scenario.durationMs : totalDuration(scenario.stages);

/** Starts every iteration of this thread's share at its due time; a late start does not delay those after it. */
async function keepPace(host: ScenarioHost, pool: VuPool, due: DueTimes): Promise<void> {
  let number = 0;
  for (const offset of due) {
    if (!owns(host.iterations, number++)) continue;
    if (!(await until(host, offset))) return;
    pool.start(after(host.start, offset));
  }
}

export const arrivalRate =
  (scenario: ArrivalRateScenario): Executor =>
  async (host) => {
    const pool = new VuPool(host, shareOf(host.vus, scenario.maxVus));
    const preAllocated = shareOf(host.vus, scenario.preAllocatedVus);
    await Promise.all(Array.from({ length: preAllocated }, () => pool.grow()));
    const duration = durationOf(scenario);
    const cancel = host.clock.at(after(host.start, duration + scenario.gracefulStopMs), () => pool.cut());
    try {
      await keepPace(host, pool, dueTimes(scenario));
      await until(host, duration);
      await pool.drained();
    } finally {
      cancel();
      pool.giveBack();
    }
  };
