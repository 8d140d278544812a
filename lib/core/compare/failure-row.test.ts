import { expect, test } from "vitest";
import { pairsOf, tenPairs } from "../../../test/compare/synthetic-pairs.ts";
import { comparePairs } from "./pairs.ts";

const failures = (count: number, failed: number) =>
  comparePairs(pairsOf(10, 1, { a: { count }, b: { count, failed } }), tenPairs).failures[0];

test("without a failure among too few requests the row is information, and says why", () => {
  expect(failures(20, 0)).toMatchObject({ gated: false, verdict: "inconclusive" });
  expect(failures(20, 0)?.notes.at(-1)).toContain("not gated: nothing failed");
});
test("with enough requests it is no change, and counts", () => {
  expect(failures(300, 0)).toMatchObject({ gated: true, verdict: "no-change" });
});
test("a failure in every run counts, however few requests there are", () => {
  expect(failures(20, 1)).toMatchObject({ gated: true });
});
