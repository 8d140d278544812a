// Reads the service's own metrics (Prometheus text) once a second while a run lasts, where its description says they are.
// A service without them is not measured, which is no fault.

import type { CostReading } from "../../lib/core/cost/cost-between.ts";
import type { ServiceRecord, ServiceSample } from "../../lib/core/recording.ts";
import {
  DEFAULT_METRICS,
  firstValue,
  type MetricNames,
  metricsUrl,
  prometheusValues,
  restartsAmong,
  type ServiceMetrics,
} from "../../lib/core/service/service-metrics.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { type Address, exchange } from "../../lib/node/exchange.ts";

const EVERY_MS = 1000;
/** Most client libraries read their CPU time from /proc, in ticks of 10 ms. */
const STEP_SECONDS = 0.01;
const TIMEOUT_MS = 5000;

async function scrape(at: Address): Promise<ReadonlyMap<string, number> | undefined> {
  try {
    const { status, text } = await exchange(at, "", TIMEOUT_MS);
    const values = prometheusValues(text);
    return status !== 200 || values.size === 0 ? undefined : values;
  } catch {
    return undefined;
  }
}

interface Reading {
  readonly atMs: number;
  readonly values: ReadonlyMap<string, number>;
}

const seconds = (value: number | undefined): number | null => (value === undefined ? null : value * 1000);

const toSample = (
  reading: Reading,
  previous: Reading | undefined,
  startMs: number,
  names: MetricNames,
): ServiceSample => {
  const { values, atMs } = reading;
  const cpu = firstValue(values, names.cpuSeconds);
  const cpuBefore = previous === undefined ? undefined : firstValue(previous.values, names.cpuSeconds);
  const sinceMs = previous === undefined ? 0 : atMs - previous.atMs;
  return {
    t: (atMs - startMs) / 1000,
    rssBytes: firstValue(values, names.memoryBytes) ?? null,
    cpuFraction:
      cpu === undefined || cpuBefore === undefined || sinceMs <= 0 || cpu < cpuBefore
        ? null
        : ((cpu - cpuBefore) * 1000) / sinceMs,
    lagMsP99: seconds(firstValue(values, names.lagSeconds)),
    queueDepth: firstValue(values, names.queue) ?? null,
  };
};

export interface ServiceWatch {
  /** CPU and memory so far, as the service says; empty when it does not. */
  costReadings(): readonly CostReading[];
  /** Stops reading. @param startMs wall clock from which sample times count @returns null when the service has no metrics */
  stop(startMs: number): Promise<ServiceRecord | null>;
}

/** Begins to read the metrics of a service at an address. */
export function watchService(service: Address, world: World, metrics: ServiceMetrics = DEFAULT_METRICS): ServiceWatch {
  // A script names its hosts itself, and says nothing of their metrics.
  const url = service.url === "" ? undefined : metricsUrl(metrics, service.url);
  // What the service is asked with is nobody else's to know.
  const headers = url?.startsWith(`${service.url}/`) === true ? service.headers : {};

  const readings: Reading[] = [];
  const stopped = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const values = url === undefined ? undefined : await scrape({ url, headers });
      if (values !== undefined) readings.push({ atMs: world.now(), values });
      await world.sleep(ms(EVERY_MS), stopped.signal);
    }
  };
  const done = loop();
  /** Behind the end of the run, so that the end of its measured phase lies between two readings. */
  let last: Reading | undefined;
  const readLast = async (): Promise<void> => {
    if (last !== undefined || url === undefined || readings.length === 0) return;
    const values = await scrape({ url, headers });
    if (values !== undefined) last = { atMs: world.now(), values };
  };
  return {
    costReadings: () =>
      [...readings, ...(last === undefined ? [] : [last])].flatMap(({ atMs, values }) => {
        const cpuSeconds = firstValue(values, metrics.names.cpuSeconds);
        const rssBytes = firstValue(values, metrics.names.memoryBytes) ?? null;
        return cpuSeconds === undefined ? [] : [{ atMs, cpuSeconds, rssBytes, stepSeconds: STEP_SECONDS }];
      }),
    async stop(startMs) {
      stopped.abort();
      await done;
      await readLast();
      if (readings.length === 0) return null;
      const { names } = metrics;
      return {
        restarts: restartsAmong(readings.flatMap((r) => firstValue(r.values, names.startTime) ?? [])),
        samples: readings.map((r, i) => toSample(r, readings[i - 1], startMs, names)),
      };
    },
  };
}
