// What `k6/execution` may know and do about the test: counts of this thread, its age, its options, and its end.

import type { TestFacts } from "../api/execution.ts";
import type { Segment } from "../options/segment.ts";
import type { RawOptions } from "../options/shortcuts.ts";
import { processVus } from "../schedule/share.ts";
import { elementOf } from "../schedule/stripe.ts";
import type { LoadCounts } from "./load.ts";

export interface TestSource {
  counts(): LoadCounts;
  /** Since the start of setup, ms. */
  elapsedMs(): number;
  /** The process's part of the test. */
  segment(): Segment | undefined;
  /** Undefined until they are known. */
  options(): RawOptions | undefined;
  abort(reason: string): void;
  fail(reason: string): void;
}

export const testFacts = (source: TestSource): TestFacts => ({
  get instance() {
    const { completed, interrupted, activeVus, madeVus } = source.counts();
    return {
      iterationsCompleted: completed,
      iterationsInterrupted: interrupted,
      vusActive: activeVus,
      vusInitialized: madeVus,
      currentTestRunDuration: source.elapsedMs(),
    };
  },
  idInTest: (id) => (id === 0 ? 0 : elementOf(processVus({ segment: source.segment() }), id - 1) + 1),
  get options() {
    return source.options();
  },
  abort: source.abort,
  fail: source.fail,
});
