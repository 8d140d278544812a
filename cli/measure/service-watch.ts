// Reads the service's `/metrics` (Prometheus text) once a second while a run lasts. A service without it is not
// measured, which is no fault.

import type { ServiceRecord, ServiceSample } from "../../lib/core/recording.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { type Address, exchange } from "../../lib/node/exchange.ts";

const EVERY_MS = 1000;
const TIMEOUT_MS = 5000;

/** The values of metrics without labels, by name. */
export function prometheusValues(text: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const line of text.split("\n")) {
    const match = /^([a-zA-Z_:][\w:]*)\s+(\S+)/.exec(line);
    const value = Number(match?.[2]);
    if (match?.[1] !== undefined && Number.isFinite(value)) values.set(match[1], value);
  }
  return values;
}

async function scrape(at: Address): Promise<ReadonlyMap<string, number> | undefined> {
  try {
    const { status, text } = await exchange(at, "/metrics", TIMEOUT_MS);
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

const toSample = (reading: Reading, previous: Reading | undefined, startMs: number): ServiceSample => {
  const { values, atMs } = reading;
  const cpu = values.get("process_cpu_seconds_total");
  const cpuBefore = previous?.values.get("process_cpu_seconds_total");
  const sinceMs = previous === undefined ? 0 : atMs - previous.atMs;
  return {
    t: (atMs - startMs) / 1000,
    rssBytes: values.get("process_resident_memory_bytes") ?? null,
    cpuFraction:
      cpu === undefined || cpuBefore === undefined || sinceMs <= 0 || cpu < cpuBefore
        ? null
        : ((cpu - cpuBefore) * 1000) / sinceMs,
    lagMsP99: seconds(
      values.get("tailgate_event_loop_lag_p99_seconds") ?? values.get("nodejs_eventloop_lag_p99_seconds"),
    ),
    queueDepth: values.get("tailgate_queue_depth") ?? null,
  };
};

export interface ServiceWatch {
  /** Stops reading. @param startMs wall clock from which sample times count @returns null when the service has no metrics */
  stop(startMs: number): Promise<ServiceRecord | null>;
}

/** Begins to read /metrics. */
export function watchService(at: Address, world: World): ServiceWatch {
  const readings: Reading[] = [];
  const stopped = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const values = await scrape(at);
      if (values !== undefined) readings.push({ atMs: world.now(), values });
      await world.sleep(ms(EVERY_MS), stopped.signal);
    }
  };
  const done = loop();
  return {
    async stop(startMs) {
      stopped.abort();
      await done;
      if (readings.length === 0) return null;
      const starts = readings.flatMap((r) => r.values.get("process_start_time_seconds") ?? []);
      return {
        restarts: starts.filter((start, i) => i > 0 && start !== starts[i - 1]).length,
        samples: readings.map((r, i) => toSample(r, readings[i - 1], startMs)),
      };
    },
  };
}
