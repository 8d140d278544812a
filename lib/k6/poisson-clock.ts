// Makes a user wait until its request of a Poisson schedule is due. The executor only keeps users ready; the schedule
// is ours, so that it is the same on every engine, and a late send is measured instead of dropped.

import { sleep } from "k6";
import { SharedArray } from "k6/data";
import exec from "k6/execution";
import { Trend } from "k6/metrics";
import { type LoadPlan, phaseAt, plannedMs } from "../core/load/load-plan.ts";
import { poissonArrivals } from "../core/load/poisson.ts";
import { metric, tag } from "../core/metric-sample.ts";

const sendLag = new Trend(metric.sendLag, true);

const sinceStartMs = (): number => Date.now() - exec.scenario.startTime;

/** The arrivals of a plan, held once for all users. */
export const arrivalsOf = (plan: LoadPlan): readonly number[] =>
  plan.load.arrivals === "poisson"
    ? new SharedArray("arrivals", () => poissonArrivals(plan.options.seed, plan.load.ratePerSec ?? 0, plannedMs(plan)))
    : [];

/** Waits for arrival `index`; false when there are no more, after waiting for the end. */
export function awaitArrival(plan: LoadPlan, arrivals: readonly number[], index: number): boolean {
  const dueMs = arrivals[index];
  const waitMs = (dueMs ?? plannedMs(plan)) - sinceStartMs();
  if (waitMs > 0) sleep(waitMs / 1000);
  if (dueMs === undefined) return false;
  sendLag.add(Math.max(0, sinceStartMs() - dueMs), { [tag.phase]: phaseAt(plan, dueMs) });
  return true;
}
