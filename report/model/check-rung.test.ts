import { expect, test } from "vitest";
import { checksState } from "../../lib/core/ladder/checks-state.ts";
import type { CheckRecord, Criterion, Recording } from "../../lib/core/recording.ts";
import { checkRung } from "./check-rung.ts";

const criterion = (over: Partial<Criterion>): Criterion => ({
  endpoint: "total",
  metric: "checks.rate",
  bound: "above",
  limit: 0.5,
  actual: 0.75,
  verdict: "pass",
  text: "checks: rate>0.5",
  ...over,
});

const rungOf = (checks: readonly CheckRecord[], criteria: readonly Criterion[] = []) => {
  const recording: Pick<Recording, "checks" | "objectives"> = { checks, objectives: { verdict: "pass", criteria } };
  return checkRung(recording, checksState(recording));
};

const held = { name: "is 200", endpoint: "GET /a", passes: 6, fails: 0 };
const failed = { name: "has a body", endpoint: "GET /a", passes: 1, fails: 1 };

test("a script that checks nothing is not judged", () => {
  expect(rungOf([])).toMatchObject({ state: "unknown", word: "not judged" });
  expect(rungOf([]).sentence).toContain("the script checks nothing");
});

test("which check failed, how often, on which endpoint", () => {
  expect(rungOf([held])).toMatchObject({ state: "good", sentence: "All 6 checks of the script held." });
  const rung = rungOf([held, failed]);
  expect(rung).toMatchObject({ state: "bad", sentence: "1 of 8 checks failed." });
  expect(rung.reasons.map((r) => r.finding)).toEqual(['"has a body" on GET /a: 1 of 2 failed (50 %).']);
});

test("a threshold on checks says how many may fail", () => {
  expect(rungOf([held, failed], [criterion({})])).toMatchObject({ state: "warn" });
  expect(rungOf([held, failed], [criterion({ metric: "checks{group:::a}.rate" })])).toMatchObject({ state: "warn" });
  expect(rungOf([held, failed], [criterion({ verdict: "fail" })])).toMatchObject({ state: "bad" });
  const elsewhere = criterion({ metric: "checksum.rate", text: "checksum: rate>0.5" });
  expect(rungOf([held, failed], [elsewhere])).toMatchObject({ state: "bad" });
});
