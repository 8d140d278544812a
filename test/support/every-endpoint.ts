// What smoke leaves where everything went well.

import { expect } from "vitest";
import type { Recording } from "../../lib/core/recording.ts";

/** Asserts that every endpoint of the reference contract answered three times, and rightly. */
export function expectEveryEndpointRight({ endpoints }: Recording): void {
  expect(endpoints.map((e) => [e.name, e.count, e.failed, e.answers.mismatched])).toEqual([
    ["predict", 3, 0, 0],
    ["batch-5", 3, 0, 0],
    ["batch-25", 3, 0, 0],
    ["batch-50", 3, 0, 0],
    ["health", 3, 0, 0],
  ]);
}
