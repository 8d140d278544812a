// What is done every second of a run: the vus samples, progress, and every other second the thresholds that may end it.

import type { SampleSink } from "../../lib/core/metric-sample.ts";
import { type Millis, ms } from "../../lib/core/units.ts";
import type { LoadCounts } from "../engine/load.ts";
import { after, type Clock } from "../executor/clock.ts";

const SECOND = 1000;
/** k6's interval. */
const THRESHOLDS_EVERY = 2;

export interface Watched {
  readonly clock: Clock;
  readonly start: Millis;
  readonly wallOffset: number;
  counts(): LoadCounts;
  /** Emits with the run's tags. */
  emit(metric: string, timeMs: number, value: number): void;
  progress(elapsedMs: number): void;
  thresholds(elapsedMs: number): void;
}

/** Starts watching; the result stops it. */
export function watch(watched: Watched): () => void {
  let cancel = (): void => undefined;
  let latest = 0;
  const tick = (second: number): void => {
    latest = second;
    const due = after(watched.start, second * SECOND);
    const cancelThis = watched.clock.at(due, () => {
      const { activeVus, madeVus } = watched.counts();
      const at = due + watched.wallOffset;
      watched.emit("vus", at, activeVus);
      watched.emit("vus_max", at, madeVus);
      watched.progress(ms(second * SECOND));
      if (second % THRESHOLDS_EVERY === 0) watched.thresholds(second * SECOND);
      tick(second + 1);
    });
    // A second that is past already was ticked within `at`, and the next one waits: that is the one to cancel.
    if (latest === second) cancel = cancelThis;
  };
  tick(1);
  return () => cancel();
}

/** A sink that puts the same tags on everything. */
export const withTags =
  (sink: SampleSink, tags: Readonly<Record<string, string>>) =>
  (metric: string, timeMs: number, value: number): void =>
    sink(metric, timeMs, value, tags);
