// Where a service's own metrics are (Prometheus text), and by which names they say what a recording keeps.

import { isRecord } from "../json.ts";

/** Of each the names it may have: the first that the service knows counts, summed over its labels. */
export interface MetricNames {
  readonly memoryBytes?: readonly string[];
  /** A counter of CPU seconds. */
  readonly cpuSeconds?: readonly string[];
  /** When the process started, in seconds since 1970. */
  readonly startTime?: readonly string[];
  /** Requests, or texts, that wait. */
  readonly queue?: readonly string[];
  /** 99th percentile of the event loop's lag. */
  readonly lagSeconds?: readonly string[];
}

export interface ServiceMetrics {
  /** A path of the service, a port and path of its host (":8002/metrics"), or a whole URL. */
  readonly at: string;
  readonly names: MetricNames;
}

/** What Prometheus client libraries say of their own process, in most languages. */
const PROCESS: MetricNames = {
  memoryBytes: ["process_resident_memory_bytes"],
  cpuSeconds: ["process_cpu_seconds_total"],
  startTime: ["process_start_time_seconds"],
  lagSeconds: ["nodejs_eventloop_lag_p99_seconds"],
};

const withNames =
  (at: string, names: MetricNames) =>
  (where: string = at): ServiceMetrics => ({ at: where, names: { ...PROCESS, ...names } });

/** The process metrics of a Prometheus client, and nothing of the server's own. */
export const prometheus = withNames("/metrics", {});
/** https://github.com/triton-inference-server/server/blob/main/docs/user_guide/metrics.md */
export const tritonMetrics = withNames(":8002/metrics", {
  memoryBytes: ["nv_cpu_memory_used_bytes"],
  queue: ["nv_inference_pending_request_count"],
});
/** https://docs.vllm.ai/en/latest/usage/metrics.html */
export const vllmMetrics = withNames("/metrics", { queue: ["vllm:num_requests_waiting"] });
/** https://github.com/huggingface/text-embeddings-inference: router/src/lib.rs names them */
export const teiMetrics = withNames("/metrics", { queue: ["te_queue_size"] });
/** https://docs.bentoml.com/en/latest/build-with-bentoml/observability/metrics.html */
export const bentoMetrics = withNames("/metrics", { queue: ["bentoml_service_request_in_progress"] });
/** https://github.com/SeldonIO/MLServer/blob/master/docs/user-guide/metrics.md: a port of its own */
export const mlserverMetrics = withNames(":8082/metrics", { queue: ["rest_server_requests_in_progress"] });
/** https://www.tensorflow.org/tfx/serving/serving_config#monitoring_configuration: it says nothing of its process */
export const tfServingMetrics = withNames("/monitoring/prometheus/metrics", {});

/** What is read when a description says nothing. */
export const DEFAULT_METRICS: ServiceMetrics = prometheus();

const isNames = (x: unknown): boolean =>
  x === undefined || (Array.isArray(x) && x.every((name) => typeof name === "string"));

export const isServiceMetrics = (x: unknown): x is ServiceMetrics =>
  isRecord(x) &&
  typeof x.at === "string" &&
  /^(\/|:\d+\/|https?:\/\/)/.test(x.at) &&
  isRecord(x.names) &&
  Object.values(x.names).every(isNames);

/** The address of the metrics of a service at `baseUrl`. */
export function metricsUrl({ at }: ServiceMetrics, baseUrl: string): string {
  if (at.startsWith("http")) return at;
  if (at.startsWith("/")) return `${baseUrl}${at}`;
  const url = new URL(baseUrl);
  return `${url.protocol}//${url.hostname}${at}`;
}

/**
 * The values of a Prometheus text by metric name, summed over labels; a histogram's buckets are kept under their names.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function prometheusValues(text: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const line of text.split("\n")) {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{[^\n]*\})?\s+(\S+)/.exec(line);
    const value = Number(match?.[2]);
    if (match?.[1] === undefined || !Number.isFinite(value)) continue;
    values.set(match[1], (values.get(match[1]) ?? 0) + value);
  }
  return values;
}

/** The first of `names` that there is. */
export const firstValue = (values: ReadonlyMap<string, number>, names: readonly string[] = []): number | undefined =>
  names.map((name) => values.get(name)).find((value) => value !== undefined);

/**
 * Changes of process among start times read one after another. Replicas behind one address take turns: only a process
 * that is never seen again, while one that was never seen before takes its place, was restarted.
 */
export function restartsAmong(starts: readonly number[]): number {
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  starts.forEach((start, i) => {
    if (!first.has(start)) first.set(start, i);
    last.set(start, i);
  });
  const arrivals = [...first].filter(([, i]) => i > 0);
  const departures = [...last].filter(([, i]) => i < starts.length - 1);
  // Each arrival takes the place of one that went before it came.
  let restarts = 0;
  for (const [start, came] of arrivals) {
    const place = departures.findIndex(([gone, i]) => i < came && gone < start);
    if (place === -1) continue;
    departures.splice(place, 1);
    restarts += 1;
  }
  return restarts;
}
