// Which metrics the engines make by themselves: all others are a script's own.
// Source: https://grafana.com/docs/k6/latest/using-k6/metrics/reference/

import { metric } from "../metric-sample.ts";

const builtIn: ReadonlySet<string> = new Set([
  ...["vus", "vus_max", "iterations", "iteration_duration", "dropped_iterations", "checks", "group_duration"],
  ...["data_sent", "data_received"],
  ...["reqs", "req_failed", "req_duration", "req_blocked", "req_connecting", "req_tls_handshaking"].map(http),
  ...["req_sending", "req_waiting", "req_receiving"].map(http),
  ...["ws_sessions", "ws_msgs_sent", "ws_msgs_received", "ws_ping", "ws_session_duration", "ws_connecting"],
  ...["grpc_req_duration", "grpc_streams", "grpc_streams_msgs_sent", "grpc_streams_msgs_received"],
  ...["data_sent", "data_received", "http_req_duration", "http_req_failed"].map((name) => `browser_${name}`),
  ...["cls", "fcp", "fid", "inp", "lcp", "ttfb"].map((name) => `browser_web_vital_${name}`),
  ...Object.values(metric),
]);

function http(name: string): string {
  return `http_${name}`;
}

export type MetricType = "trend" | "rate" | "counter" | "gauge";

/** What an engine knows of a metric that its samples do not say. */
export interface MetricKind {
  readonly type: MetricType;
  /** Whether its values are times in ms. */
  readonly time: boolean;
}

/** Whether a script made the metric. */
export const isOwnMetric = (name: string): boolean => !builtIn.has(name);
