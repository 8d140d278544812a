// The metrics k6 emits by itself, and the one the runner adds.

import { metric } from "../../lib/core/metric-sample.ts";
import type { MetricType } from "./sink.ts";

/** What a metric's values are: plain numbers, milliseconds or bytes. */
export type Contains = "default" | "time" | "data";

export const builtInMetrics: ReadonlyMap<string, readonly [MetricType, Contains]> = new Map([
  ["vus", ["gauge", "default"]],
  ["vus_max", ["gauge", "default"]],
  ["iterations", ["counter", "default"]],
  ["iteration_duration", ["trend", "time"]],
  ["dropped_iterations", ["counter", "default"]],
  ["checks", ["rate", "default"]],
  ["group_duration", ["trend", "time"]],
  ["http_reqs", ["counter", "default"]],
  ["http_req_failed", ["rate", "default"]],
  ["http_req_duration", ["trend", "time"]],
  ["http_req_blocked", ["trend", "time"]],
  ["http_req_connecting", ["trend", "time"]],
  ["http_req_tls_handshaking", ["trend", "time"]],
  ["http_req_sending", ["trend", "time"]],
  ["http_req_waiting", ["trend", "time"]],
  ["http_req_receiving", ["trend", "time"]],
  ["ws_sessions", ["counter", "default"]],
  ["ws_connecting", ["trend", "time"]],
  ["ws_session_duration", ["trend", "time"]],
  ["ws_msgs_sent", ["counter", "default"]],
  ["ws_msgs_received", ["counter", "default"]],
  ["ws_ping", ["trend", "time"]],
  ["data_sent", ["counter", "data"]],
  ["data_received", ["counter", "data"]],
  [metric.sendLag, ["trend", "time"]],
]);
