// The closed executors: VUs that start an iteration when their last one has ended.

import type { ConstantVusScenario, IterationsScenario, RampingVusScenario } from "../options/scenario.ts";
import { owns, shareOf } from "../schedule/stripe.ts";
import { totalDuration, type VuSpan, vuSpans } from "../schedule/vu-spans.ts";
import { after } from "./clock.ts";
import { type Executor, type LentVu, mayStart, type ScenarioHost, until, withVus } from "./scenario-host.ts";

/** Iterations that wait for nothing would keep timers and sockets waiting: they make way this often. */
const TURN_MS = 10;

/** Runs iterations while `more` says so. */
async function loop(host: ScenarioHost, vu: LentVu, more: () => boolean): Promise<void> {
  let lastTurn = host.clock.now();
  while (more()) {
    await vu.iterate();
    if (host.clock.now() - lastTurn < TURN_MS) continue;
    await host.clock.yield();
    lastTurn = host.clock.now();
  }
}

/** Iterations there was no time for are dropped; those of a run that was ended early are not, as in k6. */
function dropUnlessEnded(host: ScenarioHost, left: number): void {
  if (left > 0 && !host.ended.aborted) host.drop(left);
}

export const constantVus =
  ({ vus, durationMs, gracefulStopMs }: ConstantVusScenario): Executor =>
  (host) =>
    withVus(host, shareOf(host.vus, vus), durationMs + gracefulStopMs, (vu) =>
      loop(host, vu, () => mayStart(host, durationMs)),
    );

export const perVuIterations =
  ({ vus, iterations, maxDurationMs, gracefulStopMs }: IterationsScenario): Executor =>
  (host) =>
    withVus(host, shareOf(host.vus, vus), maxDurationMs + gracefulStopMs, async (vu) => {
      let left = iterations;
      await loop(host, vu, () => mayStart(host, maxDurationMs) && left-- > 0);
      dropUnlessEnded(host, left);
    });

export const sharedIterations =
  ({ vus, iterations, maxDurationMs, gracefulStopMs }: IterationsScenario): Executor =>
  async (host) => {
    let left = shareOf(host.iterations, iterations);
    await withVus(host, shareOf(host.vus, vus), maxDurationMs + gracefulStopMs, (vu) =>
      loop(host, vu, () => {
        if (left === 0 || !mayStart(host, maxDurationMs)) return false;
        left--;
        return true;
      }),
    );
    dropUnlessEnded(host, left);
  };

/** One VU's span: iterations from its start to its end, and the cut. */
async function runSpan(host: ScenarioHost, { fromMs, untilMs, cutMs }: VuSpan): Promise<void> {
  if (!(await until(host, fromMs))) return;
  const vu = await host.lend();
  const cancel = host.clock.at(after(host.start, cutMs), () => vu.cut());
  try {
    await loop(host, vu, () => mayStart(host, untilMs));
  } finally {
    cancel();
    host.takeBack(vu);
  }
}

/** A VU's spans one after the other: an iteration that outlasts its span delays the next, which then goes on. */
async function runSpans(host: ScenarioHost, spans: readonly VuSpan[]): Promise<void> {
  for (const span of spans) await runSpan(host, span);
}

export const rampingVus =
  (scenario: RampingVusScenario): Executor =>
  async (host) => {
    const byVu = new Map<number, VuSpan[]>();
    for (const span of vuSpans(scenario)) {
      if (owns(host.vus, span.vu - 1)) byVu.set(span.vu, [...(byVu.get(span.vu) ?? []), span]);
    }
    await Promise.all([...byVu.values()].map((spans) => runSpans(host, spans)));
    await until(host, totalDuration(scenario.stages));
  };
