import { describe, expect, test } from "vitest";
import { pairsOf, tenPairs } from "../../../test/compare/synthetic-pairs.ts";
import { syntheticRun } from "../../../test/compare/synthetic-run.ts";
import type { AnswerRow, FailureRow } from "./model.ts";
import { comparePairs, type MeasuredPair } from "./pairs.ts";
import type { AnswerCounts, EndpointStatistics } from "./run-statistics.ts";
import { compareSaved } from "./saved.ts";

type Change = Partial<EndpointStatistics>;

/** Ten pairs of equal latency whose runs differ in what `a` and `b` say of the i-th. */
const pairsWith = (a: (i: number) => Change, b: (i: number) => Change): MeasuredPair[] =>
  pairsOf(10, 1).map((pair, i) => ({
    ...pair,
    a: { ...pair.a, endpoints: pair.a.endpoints.map((e) => ({ ...e, ...a(i) })) },
    b: { ...pair.b, endpoints: pair.b.endpoints.map((e) => ({ ...e, ...b(i) })) },
  }));

const failures = (a: (i: number) => number, b: (i: number) => number): FailureRow | undefined =>
  comparePairs(
    pairsWith(
      (i) => ({ failed: a(i) }),
      (i) => ({ failed: b(i) }),
    ),
    tenPairs,
  ).failures[0];

describe("failures", () => {
  test("0 % against 5 % is a regression", () => {
    expect(
      failures(
        () => 0,
        () => 150,
      ),
    ).toMatchObject({ verdict: "regressed", fractionA: 0, fractionB: 0.05, gated: true });
  });
  test("0 % against 0.2 % in every run is one too", () => {
    const row = failures(
      () => 0,
      () => 6,
    );
    expect(row).toMatchObject({ verdict: "regressed", p: 1 / 1024 });
    expect(row?.pHolm).toBeLessThan(0.05);
  });
  test("one burst in one run is not", () => {
    expect(
      failures(
        () => 0,
        (i) => (i === 4 ? 60 : 0),
      )?.verdict,
    ).not.toBe("regressed");
  });
  test("fewer failures are an improvement", () => {
    expect(
      failures(
        () => 60,
        () => 0,
      ),
    ).toMatchObject({ verdict: "improved" });
  });
  test("none on either side is no change, with what that is worth", () => {
    const row = failures(
      () => 0,
      () => 0,
    );
    expect(row?.verdict).toBe("no-change");
    expect(row?.notes.join()).toBe(
      "no failure in 30 000 requests: at most 0.01 % if failures are independent, 30 % of runs if they come in bursts",
    );
  });
  test("a rise that is sure but tiny is no change", () => {
    expect(
      failures(
        () => 3,
        () => 4,
      )?.verdict,
    ).toBe("no-change");
  });
  test("beyond the hard limit and twice the baseline no test is needed, even with two pairs", () => {
    const two = pairsWith(
      () => ({ failed: 10 }),
      () => ({ failed: 900 }),
    ).slice(0, 2);
    expect(comparePairs(two, tenPairs).verdict).toBe("regressed");
  });
  test("one failure of fifteen requests is not beyond the hard limit", () => {
    const few = pairsWith(
      () => ({ count: 1, failed: 0 }),
      (i) => ({ count: 1, failed: i === 0 ? 1 : 0 }),
    );
    expect(comparePairs(few, tenPairs).failures[0]?.verdict).toBe("inconclusive");
  });
  test("a baseline that fails as often is not made to look bad", () => {
    expect(
      failures(
        () => 300,
        () => 301,
      )?.verdict,
    ).toBe("no-change");
  });
  test("make latencies confounded when they differ by more than a point", () => {
    const c = comparePairs(
      pairsWith(
        () => ({ failed: 0 }),
        () => ({ failed: 60 }),
      ),
      tenPairs,
    );
    expect(c.notes.map((n) => n.kind)).toContain("confounded latency");
  });
  test("0 % against 5 % is a regression in saved recordings as well, and one burst is not", () => {
    const runs = (side: string, failed: (i: number) => number) =>
      [0, 1, 2].map((i) => syntheticRun(`${side}${i}`, { failed: failed(i) }));
    const judge = (failed: (i: number) => number) =>
      compareSaved(
        runs("a", () => 0),
        runs("b", failed),
        null,
      ).failures[0];
    expect(judge(() => 150)?.verdict).toBe("regressed");
    expect(judge((i) => (i === 1 ? 40 : 0))?.verdict).not.toBe("regressed");
  });
});

const NONE: AnswerCounts = { checked: 0, mismatched: 0, labelled: 0, incorrect: 0 };

const answers = (a: Partial<AnswerCounts>, b: Partial<AnswerCounts>, kind: AnswerRow["kind"]): AnswerRow | undefined =>
  comparePairs(
    pairsWith(
      () => ({ answers: { ...NONE, ...a } }),
      () => ({ answers: { ...NONE, ...b } }),
    ),
    tenPairs,
  ).answers.find((row) => row.kind === kind);

describe("answers", () => {
  test("one wrong answer where A gave none is a regression", () => {
    const row = answers({ checked: 3000 }, { checked: 3000, mismatched: 1 }, "mismatched");
    expect(row).toMatchObject({ verdict: "regressed", wrongB: 10, floor: 0 });
  });
  test("none on either side is no change, with an exact bound", () => {
    const row = answers({ checked: 3000 }, { checked: 3000 }, "mismatched");
    expect(row?.verdict).toBe("no-change");
    expect(row?.notes.join()).toMatch(/none wrong in 30 000: below 0.01 %/);
  });
  test("answers that B could not have checked count against it", () => {
    expect(answers({ checked: 3000 }, {}, "mismatched")?.verdict).toBe("regressed");
  });
  test("two points less accuracy is a regression, a tenth of a point is not", () => {
    const judge = (incorrect: number) =>
      answers({ labelled: 3000, incorrect: 60 }, { labelled: 3000, incorrect }, "incorrect")?.verdict;
    expect(judge(120)).toBe("regressed");
    expect(judge(63)).toBe("no-change");
    expect(judge(0)).toBe("improved");
  });
  test("that nobody checked have no row", () => {
    expect(answers({}, {}, "mismatched")).toBeUndefined();
  });
});
