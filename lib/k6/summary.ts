// The end-of-test text under plain `k6 run`: the guide's table. When Tailgate drives the run it reads the samples
// instead and wants silence (TAILGATE_RUN=1).

import { formatCount, formatMs, formatPercent } from "../core/format.ts";
import { isRecord } from "../core/json.ts";
import type { LoadPlan } from "../core/load/load-plan.ts";
import { endpointNames } from "../core/load/mix.ts";
import { tag } from "../core/metric-sample.ts";
import { textTable } from "../core/text-table.ts";

/** The values of one sub-metric in k6's summary data; empty when it has no samples. */
const valuesOf = (data: unknown, key: string): Readonly<Record<string, unknown>> => {
  const metrics = isRecord(data) && isRecord(data.metrics) ? data.metrics : {};
  const entry = metrics[key];
  return isRecord(entry) && isRecord(entry.values) ? entry.values : {};
};

const number = (x: unknown): number | null => (typeof x === "number" ? x : null);

const row = (data: unknown, endpoint: string): string[] => {
  const where = `${tag.endpoint}:${endpoint},${tag.phase}:measure`;
  const latency = valuesOf(data, `http_req_duration{${where},expected_response:true}`);
  const count = number(valuesOf(data, `http_reqs{${where}}`).count);
  const ms = (name: string): string => formatMs(number(latency.count) === 0 ? null : number(latency[name]));
  return [
    endpoint,
    formatCount(count ?? 0),
    ...["avg", "min", "max", "med", "p(95)", "p(99)"].map(ms),
    formatPercent(count === null || count === 0 ? null : number(valuesOf(data, `http_req_failed{${where}}`).rate)),
  ];
};

/** The `handleSummary` export of a scenario file. */
export const textSummary =
  (plan: LoadPlan) =>
  (data: unknown): Record<string, string> => {
    if (__ENV.TAILGATE_RUN === "1") return {};
    const header = ["Endpoint", "Count", "Mean ms", "Min ms", "Max ms", "P50 ms", "P95 ms", "P99 ms", "Fail %"];
    const rows = endpointNames(plan.mix).map((name) => row(data, name));
    return { stdout: `\n${plan.scenario}: ${plan.question}\n\n${textTable(header, rows)}\n` };
  };
