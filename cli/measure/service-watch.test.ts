import { expect, test } from "vitest";
import { prometheusValues } from "./service-watch.ts";

test("reads metrics without labels, and leaves the others and comments alone", () => {
  const text = `# HELP process_cpu_seconds_total CPU
# TYPE process_cpu_seconds_total counter
process_cpu_seconds_total 12.5
http_requests_total{route="/predict"} 3
tailgate_queue_depth 0 1700000000000
broken NaN
`;
  expect([...prometheusValues(text)]).toEqual([
    ["process_cpu_seconds_total", 12.5],
    ["tailgate_queue_depth", 0],
  ]);
});
