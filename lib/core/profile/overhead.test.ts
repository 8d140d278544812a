import { describe, expect, test } from "vitest";
import { endpointOf } from "../../../test/support/measured-run.ts";
import { loadBlock } from "./load-block.ts";
import { type MeasuredBlock, overheadOf } from "./overhead.ts";

describe("the load of a stretch", () => {
  const run = {
    endpoints: [
      endpointOf({ name: "predict", latencies: (t) => (t < 5 ? [10, 20] : [30, 50]) }, 10),
      endpointOf({ name: "batch-25", rows: 25, latencies: () => [100], failedPerSecond: 1 }, 10),
      endpointOf({ name: "health", rows: null, latencies: () => [1, 1, 1] }, 10),
    ],
  };

  test("counts requests, texts and batch texts of the seconds in it", () => {
    const block = loadBlock(run, [{ fromMs: 0, toMs: 2000 }]);
    // Each second: 2 single, 1 good and 1 failed batch, 3 health.
    expect(block).toMatchObject({ seconds: 2, requests: 14, texts: 54, batchTexts: 50 });
    expect(block.endpoints[0]).toEqual({ name: "predict", batchSize: 1, count: 4, meanMs: 15, maxMs: 20 });
  });

  test("a second that lies half in it counts by half", () => {
    expect(loadBlock(run, [{ fromMs: 500, toMs: 1500 }])).toMatchObject({ seconds: 1, requests: 7, texts: 27 });
  });

  test("two stretches are taken together", () => {
    const block = loadBlock(run, [
      { fromMs: 4000, toMs: 5000 },
      { fromMs: 5000, toMs: 6000 },
    ]);
    expect(block.endpoints[0]).toMatchObject({ count: 4, meanMs: 27.5, maxMs: 50 });
  });

  test("outside of the run there is nothing", () => {
    expect(loadBlock(run, [{ fromMs: 20_000, toMs: 30_000 }])).toMatchObject({ requests: 0, endpoints: [] });
  });
});

describe("overhead", () => {
  const block = (latencyMs: number, cpuSeconds: number | null): MeasuredBlock => ({
    load: loadBlock({ endpoints: [endpointOf({ name: "predict", latencies: () => [latencyMs] }, 10)] }, [
      { fromMs: 0, toMs: 10_000 },
    ]),
    cpuSeconds,
  });

  test("is the profiled block over the mean of its controls", () => {
    const overhead = overheadOf(block(10, 0.09), block(12, 0.11), block(10, 0.11));
    expect(overhead.cpu).toBeCloseTo(0.1);
    expect(overhead.latency).toBeCloseTo(0.2);
    expect(overhead.profiled).toMatchObject({ requests: 10, requestsPerSec: 1, cpuMsPerText: 11 });
  });

  test("comes with how far the controls are apart", () => {
    const overhead = overheadOf(block(10, 0.09), block(12, 0.11), block(10, 0.11));
    expect(overhead.cpuNoise).toBeCloseTo(0.2);
    expect(overhead.latencyNoise).toBe(0);
  });

  test("a block with more slow requests is not slower for that", () => {
    const mixed = (batches: number): MeasuredBlock => ({
      load: loadBlock(
        {
          endpoints: [
            endpointOf({ name: "predict", latencies: () => [10, 10] }, 10),
            endpointOf({ name: "batch-25", rows: 25, latencies: () => Array(batches).fill(200) }, 10),
          ],
        },
        [{ fromMs: 0, toMs: 10_000 }],
      ),
      cpuSeconds: 1,
    });
    expect(overheadOf(mixed(1), mixed(5), mixed(1)).latency).toBeCloseTo(0);
  });

  test("without CPU time of the service it is not measured, never zero", () => {
    expect(overheadOf(block(10, null), block(10, null), block(10, null))).toMatchObject({ cpu: null, cpuNoise: null });
  });
});
