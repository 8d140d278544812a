// The texts are those the servers' own pages show.

import { expect, test } from "vitest";
import {
  firstValue,
  metricsUrl,
  mlserverMetrics,
  prometheusValues,
  restartsAmong,
  tfServingMetrics,
  tritonMetrics,
  vllmMetrics,
} from "./service-metrics.ts";

test("a server's queue is found by its own name, summed over its models", () => {
  const triton = `# HELP nv_inference_pending_request_count Instantaneous number of pending requests
nv_inference_pending_request_count{model="a",version="1"} 3
nv_inference_pending_request_count{model="b",version="1"} 4
nv_inference_request_success{model="a",version="1"} 100`;
  expect(firstValue(prometheusValues(triton), tritonMetrics().names.queue)).toBe(7);
  const vllm = 'vllm:num_requests_waiting{engine="0",model_name="m"} 2.0\nprocess_resident_memory_bytes 5e+09\n';
  const values = prometheusValues(vllm);
  expect(firstValue(values, vllmMetrics().names.queue)).toBe(2);
  expect(firstValue(values, vllmMetrics().names.memoryBytes)).toBe(5e9);
  expect(
    firstValue(prometheusValues(':tensorflow:serving:request_count{model_name="a"} 9'), [
      ":tensorflow:serving:request_count",
    ]),
  ).toBe(9);
});

test("comments and values that are no numbers are left alone", () => {
  const text = "# HELP a b\n# TYPE a counter\na 12.5\nb 0 1700000000000\nbroken NaN\n";
  expect([...prometheusValues(text)]).toEqual([
    ["a", 12.5],
    ["b", 0],
  ]);
});

test("metrics may be on another port, and anywhere", () => {
  expect(metricsUrl(mlserverMetrics(), "http://127.0.0.1:8080")).toBe("http://127.0.0.1:8082/metrics");
  expect(metricsUrl(tfServingMetrics(), "http://h:8501")).toBe("http://h:8501/monitoring/prometheus/metrics");
  expect(metricsUrl(vllmMetrics("http://10.0.0.1:9/m"), "http://h:1")).toBe("http://10.0.0.1:9/m");
});

test("replicas that take turns are no restart; one that is replaced is", () => {
  expect(restartsAmong([1, 1, 1])).toBe(0);
  expect(restartsAmong([1, 2, 1, 2, 2, 1])).toBe(0);
  expect(restartsAmong([1, 1, 5, 5])).toBe(1);
  expect(restartsAmong([1, 2, 1, 2, 5, 2, 5, 2])).toBe(1);
  expect(restartsAmong([1, 5, 9])).toBe(2);
  expect(restartsAmong([2, 2, 1])).toBe(0);
});
