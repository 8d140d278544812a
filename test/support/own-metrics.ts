// A script's own metrics as its samples make them, for tests of what reads recordings.

import { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import type { MetricKind } from "../../lib/core/metrics/engine-metrics.ts";
import type { OwnMetric } from "../../lib/core/recording.ts";

const kinds = new Map<string, MetricKind>([
  ["checkout", { type: "trend", time: true }],
  ["found", { type: "rate", time: false }],
  ["sold", { type: "counter", time: false }],
  ["queue", { type: "gauge", time: false }],
]);

/**
 * Ten seconds of a trend of 400 times around `medianMs`, a rate with `misses` of 400, a counter that grows by 20 a
 * second and a gauge that ends at 7.
 */
export function ownMetrics(medianMs: number, misses: number): readonly OwnMetric[] {
  const fold = new RecordingFold(0);
  for (let i = 0; i < 400; i++) {
    const at = i * 25;
    fold.add("checkout", at, medianMs * (0.8 + (0.4 * ((i * 7) % 100)) / 100), {});
    fold.add("found", at, i < misses ? 0 : 1, {});
    if (i % 2 === 0) fold.add("sold", at, 1, {});
  }
  fold.add("queue", 9_990, 7, {});
  return fold.close(10_000, kinds).metrics;
}
