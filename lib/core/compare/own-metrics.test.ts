import { describe, expect, test } from "vitest";
import { tenPairs } from "../../../test/compare/synthetic-pairs.ts";
import { around, measuredRun } from "../../../test/support/measured-run.ts";
import { ownMetrics } from "../../../test/support/own-metrics.ts";
import { comparisonStandings } from "../ladder/standings.ts";
import { judgeObjectives } from "../objectives/judge.ts";
import type { Objective } from "../objectives/objective.ts";
import type { Comparison } from "./model.ts";
import { NOISE_SCHEMA } from "./noise-format.ts";
import { noiseSession } from "./noise-profile.ts";
import { comparePairs } from "./pairs.ts";
import { type RunStatistics, runStatistics } from "./run-statistics.ts";
import { compareSaved } from "./saved.ts";
import { rowName } from "./wording.ts";

const demands: readonly Objective[] = [
  { metric: "checkout.p95", bound: "below", limit: 300, own: "checkout" },
  { metric: "found.rate", bound: "above", limit: 0.99, own: "found" },
];

interface Side {
  readonly checkoutMs: number;
  readonly misses: number;
  /** Of 300 checks of a script; undefined: no script. */
  readonly failedChecks?: number;
}

const script = { name: "shop", hash: "1", optionsHash: "2" };

const runOf = (
  id: string,
  i: number,
  { checkoutMs, misses, failedChecks }: Side,
  demanded: readonly Objective[],
): RunStatistics => {
  const checks = [{ name: "is paid", endpoint: "login", passes: 300 - (failedChecks ?? 0), fails: failedChecks ?? 0 }];
  const run = measuredRun([{ name: "login", latencies: around(40) }], 30, {
    id,
    ...(failedChecks === undefined ? {} : { script, checks }),
    // No two runs are alike.
    metrics: ownMetrics(checkoutMs * (1 + 0.004 * ((i * 3) % 5)), misses + (i % 2)),
  });
  return runStatistics({
    ...run,
    validity: { verdict: "valid", reasons: [] },
    objectives: judgeObjectives(run, demanded),
  });
};

const compared = (a: Side, b: Side, demanded = demands): Comparison =>
  comparePairs(
    Array.from({ length: 12 }, (_, i) => ({
      index: i + 1,
      order: "AB" as const,
      a: runOf(`a${i}`, i, a, demanded),
      b: runOf(`b${i}`, i + 1, b, demanded),
    })),
    tenPairs,
  );

const checksOf = (c: Comparison) => c.answers.find(({ kind }) => kind === "checks");

const steady: Side = { checkoutMs: 100, misses: 0 };
const shown = (c: Comparison) =>
  [...c.metrics, ...c.failures].filter((r) => /checkout|found|sold|queue/.test(r.id)).map((r) => [r.id, r.gated]);

describe("a script's own metrics in a comparison", () => {
  test("are gated when an objective names them, and information otherwise", () => {
    expect(shown(compared(steady, steady))).toEqual([
      ["checkout.mean", false],
      ["checkout.p50", false],
      ["checkout.p95", true],
      ["checkout.p99", false],
      ["sold.rate", false],
      ["queue.value", false],
      ["found.misses", true],
    ]);
    expect(shown(compared(steady, steady, [])).filter(([, gated]) => gated)).toEqual([]);
  });

  test("a slower trend is a regression, and its row has a name", () => {
    const c = compared(steady, { checkoutMs: 130, misses: 0 });
    const row = c.metrics.find((r) => r.id === "checkout.p95");
    expect(row).toMatchObject({ verdict: "regressed", unit: "ms", betterWhen: "lower" });
    expect(row && rowName(row)).toBe("checkout p95");
    expect(row?.change).toBeCloseTo(0.3, 1);
    expect(c.verdict).toBe("regressed");
  });

  test("a rate that was perfect and is not any more is a regression, although no ratio says it", () => {
    const c = compared(steady, { checkoutMs: 100, misses: 40 });
    expect(c.failures.find((r) => r.id === "found.misses")).toMatchObject({ verdict: "regressed", countB: 4800 });
  });

  test("equal sides are no change", () => {
    const c = compared(steady, steady);
    expect(c.metrics.find((r) => r.id === "checkout.p95")?.verdict).toBe("no-change");
  });

  test("a threshold on a figure that has no row gates the 95th percentile", () => {
    const p90 = { metric: "checkout.max", bound: "below", limit: 300, own: "checkout" } as const;
    expect(shown(compared(steady, steady, [p90])).filter(([, gated]) => gated)).toEqual([["checkout.p95", true]]);
  });

  test("are in a comparison of saved recordings too", () => {
    const side = (name: string, shape: Side): RunStatistics[] =>
      [0, 1, 2].map((i) => runOf(`${name}${i}`, i, shape, demands));
    const c = compareSaved(side("a", steady), side("b", { checkoutMs: 300, misses: 0 }), null);
    expect(c.metrics.find((r) => r.id === "checkout.p95")).toMatchObject({ gated: true, verdict: "regressed" });
  });

  test("a profile that does not know a demanded one is not the whole source of what differs between days", () => {
    const side = (name: string, demanded: readonly Objective[]): RunStatistics[] =>
      [0, 1, 2].map((i) => runOf(`${name}${i}`, i, steady, demanded));
    const a = side("a", []);
    const known = compareSaved(a, side("b", []), null).metrics.filter(({ gated }) => gated);
    const { scenario, engine, load, durationMs, hostId } = a[0]?.fingerprint ?? expect.fail("no run");
    const sessions = [1, 2, 3, 4].map((day) => ({
      startedAt: `2026-02-0${day}T10:00:00.000Z`,
      ...{ scenario, engine, load, durationMs, service: "x", pairs: 10 },
      metrics: known.map(({ id }) => ({ id, gated: true, pairSd: 0.03, levelLog: 4 + 0.01 * (day % 2) })),
    }));
    const source = (demanded: readonly Objective[]) =>
      compareSaved(side("a", demanded), side("b", demanded), { schema: NOISE_SCHEMA, hostId, sessions }).design.dayNoise
        ?.source;
    expect(source([])).toBe("profile");
    expect(source(demands)).toBe("default");
  });

  test("a check that never failed and does now is a wrong answer, and worse", () => {
    const c = compared({ ...steady, failedChecks: 0 }, { ...steady, failedChecks: 1 });
    const row = checksOf(c);
    expect(row).toMatchObject({ gated: true, verdict: "regressed", wrongB: 12, checkedB: 3600 });
    expect(row && rowName(row)).toBe("failed checks");
    expect([c.verdict, comparisonStandings(c).answers]).toEqual(["regressed", "bad"]);
    const equal = compared({ ...steady, failedChecks: 0 }, { ...steady, failedChecks: 0 });
    expect([checksOf(equal)?.verdict, comparisonStandings(equal).answers]).toEqual(["no-change", "good"]);
  });

  test("checks that a threshold speaks of are a rate like any other of the script's", () => {
    const allowed: Objective = { metric: "checks.rate", bound: "above", limit: 0.5, own: "checks" };
    const c = compared({ ...steady, failedChecks: 0 }, { ...steady, failedChecks: 1 }, [...demands, allowed]);
    expect(checksOf(c)).toBeUndefined();
    expect(c.failures.find((r) => r.id === "checks.misses")).toMatchObject({ gated: true, failedB: 12, countB: 3600 });
  });

  test("a noise session of a script is about the figures that it demands, too", () => {
    const session = noiseSession(compared({ ...steady, failedChecks: 0 }, { ...steady, failedChecks: 0 }));
    expect(session).toMatchObject({ scenario: "baseline", pairs: 12 });
    expect(session.metrics.map(({ id, gated }) => [id, gated])).toContainEqual(["checkout.p95", true]);
  });
});
