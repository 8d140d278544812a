// One iteration of any scenario: the next request of the plan, then the user's pause. A throw is counted and fails
// the run, since k6 itself would end green.

import { sleep } from "k6";
import exec from "k6/execution";
import { Counter, Gauge } from "k6/metrics";
import { type LoadPlan, phaseAt, stageAt } from "../core/load/load-plan.ts";
import { rowsOfRequest } from "../core/load/rows-of-request.ts";
import { endpointAt, thinkTimeMs } from "../core/load/workload.ts";
import { metric, type Tags, tag } from "../core/metric-sample.ts";
import type { LoadEndpoint } from "../core/service/load-endpoint.ts";
import { ask } from "./client.ts";
import { kinds } from "./golden.ts";
import { awaitArrival } from "./poisson-clock.ts";
import { rowCount, rowOf } from "./sent-row.ts";

const started = new Gauge(metric.started);
const request = new Gauge(metric.request);
const scriptError = new Counter(metric.scriptError);

const tagsNow = (plan: LoadPlan, { name, role }: LoadEndpoint): Tags => {
  const sinceStartMs = Date.now() - exec.scenario.startTime;
  const stage = stageAt(plan.load.stages, sinceStartMs);
  return {
    [tag.endpoint]: name,
    [tag.role]: role,
    [tag.phase]: phaseAt(plan, sinceStartMs),
    ...(stage === undefined ? {} : { [tag.stage]: stage.name }),
  };
};

function sendNext(plan: LoadPlan, index: number): void {
  const endpoint = endpointAt(plan.mix, plan.options.seed, index);
  const tags = tagsNow(plan, endpoint);
  const kind = kinds.find(({ name }) => name === endpoint.name);
  if (kind === undefined) throw new RangeError(`the service has no endpoint ${endpoint.name}`);
  const sent = kind.rows === null ? [] : rowsOfRequest(kind, index, rowCount(), plan.options).map(rowOf);
  const succeeded = ask(kind, sent, tags);
  if (kind.rows === null) return;
  request.add(index, succeeded ? tags : { ...tags, [tag.failed]: "true" });
}

/**
 * The body of a scenario's default function.
 *
 * @param arrivals when requests are due, for a plan whose arrivals are a Poisson process
 */
export function iterate(plan: LoadPlan, arrivals: readonly number[] = []): void {
  const index = exec.scenario.iterationInTest;
  // In every process: with execution segments only one of them runs request 0.
  if (exec.scenario.iterationInInstance === 0) started.add(exec.scenario.startTime);
  if (plan.load.arrivals === "poisson" && !awaitArrival(plan, arrivals, index)) return;
  try {
    sendNext(plan, index);
  } catch (error) {
    scriptError.add(1);
    exec.test.fail(`iteration ${index}: ${error instanceof Error ? error.message : String(error)}`);
    throw error;
  }
  if (plan.load.model === "closed" && plan.options.thinkMs > 0) {
    sleep(thinkTimeMs(plan.options.thinkMs, plan.options.seed, index) / 1000);
  }
}
