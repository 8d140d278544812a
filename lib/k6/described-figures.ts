// What a description measures of each reply beside its latency, as metrics of the script's own: the service's times, the
// work done where that is not one a row, and refusals apart from faults.

import { Counter, Rate, Trend } from "k6/metrics";
import type { Tags } from "../core/metric-sample.ts";
import type { Endpoint, Reply } from "../core/service/endpoint.ts";
import { service } from "./service-under-test.ts";

const endpoints = Object.values(service.endpoints);

/** Made in init, as k6 demands, and only where something is described: they are in every table of the run. */
const trends = new Map(
  [...new Set(endpoints.flatMap(({ timings }) => Object.keys(timings ?? {})))].map((name) => [
    name,
    new Trend(name, true),
  ]),
);
const items = endpoints.some((e) => e.items !== undefined) ? new Counter(`${service.item ?? "item"}s`) : undefined;
const refused = endpoints.some((e) => e.shed !== undefined) ? new Rate("refused") : undefined;

/** @param reply of any status; what needs a good one is left alone otherwise */
export function recordFigures(
  endpoint: Endpoint<unknown>,
  reply: Reply,
  rows: readonly unknown[],
  isGood: boolean,
  tags: Tags,
): void {
  if (endpoint.shed !== undefined) refused?.add(endpoint.shed.includes(reply.status), tags);
  if (!isGood) return;
  for (const [name, read] of Object.entries(endpoint.timings ?? {})) {
    const value = read(reply);
    if (value !== undefined && Number.isFinite(value)) trends.get(name)?.add(value, tags);
  }
  const done = endpoint.items?.(reply, rows);
  if (done !== undefined && Number.isFinite(done)) items?.add(done, tags);
}
