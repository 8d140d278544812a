// What a process of a fleet keeps for a script's thresholds, as it is saved in its shard and read back.

import type { SavedSink } from "../../lib/core/fleet/shard.ts";
import { readSketch, writeSketch } from "../../lib/core/metrics/sketch-text.ts";
import { TrendSketch } from "../../lib/core/metrics/trend-sketch.ts";
import type { MetricStore } from "../../runner/metrics/metric-store.ts";
import type { SinkState } from "../../runner/metrics/sink.ts";

function saved(sink: SinkState): SavedSink {
  if (sink.type !== "trend") return sink;
  const sketch = new TrendSketch();
  sketch.merge(sink.sketch);
  return { type: "trend", sketch: writeSketch(sketch) };
}

const restored = (sink: SavedSink): SinkState =>
  sink.type === "trend" ? { type: "trend", sketch: readSketch(sink.sketch).state() } : sink;

/** Every sink that has samples, by metric and sub-metric. */
export const savedSinks = (store: MetricStore): Readonly<Record<string, SavedSink>> =>
  Object.fromEntries([...store.state()].map(([key, { sink }]) => [key, saved(sink)]));

/** Adds saved sinks to a store that has declared the same metrics; others are nothing that a threshold names. */
export function mergeSinks(store: MetricStore, sinks: Readonly<Record<string, SavedSink>>): void {
  for (const [key, sink] of Object.entries(sinks)) store.submetric(key)?.sink.merge(restored(sink));
}
