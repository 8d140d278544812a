import { describe, expect, test } from "vitest";
import { pairsOf, tenPairs } from "../../../test/compare/synthetic-pairs.ts";
import { syntheticRun } from "../../../test/compare/synthetic-run.ts";
import type { Fingerprint } from "./model.ts";
import { comparePairs } from "./pairs.ts";
import { nothingAllowed, refusals } from "./refusals.ts";
import type { RunStatistics } from "./run-statistics.ts";

const runWith = (id: string, change: Partial<Fingerprint>): RunStatistics => {
  const run = syntheticRun(id);
  return { ...run, fingerprint: { ...run.fingerprint, ...change } };
};

const refused = (change: Partial<Fingerprint>, allowed = nothingAllowed): string[] =>
  refusals([runWith("a", {})], [runWith("b", change)], allowed).map((r) => r.what);

describe("refusals", () => {
  test.each<[string, Partial<Fingerprint>]>([
    ["scenario", { scenario: "soak" }],
    ["load model", { load: "open, 50/s" }],
    ["seed", { seed: 2 }],
    ["payload", { payload: "other texts" }],
    ["engine", { engine: "k6" }],
    ["recording format", { schema: "tailgate.recording/2" }],
    ["warm-up", { warmupMs: 0 }],
    ["duration", { durationMs: 60_000 }],
    ["host", { hostId: "host-2" }],
    ["scenario script", { scriptHash: "beef" }],
  ])("a different %s is refused by name", (what, change) => {
    expect(refused(change)).toEqual([what]);
  });
  test("equal recordings are not refused, nor a phase that took a little longer", () => {
    expect(refused({})).toEqual([]);
    expect(refused({ durationMs: 30_900 })).toEqual([]);
  });
  test("a script ends when its iterations are done, which is the service's doing", () => {
    const script = { load: "script, 2 users" };
    const runs = [runWith("a", script), runWith("b", { ...script, durationMs: 60_000 })] as const;
    expect(refusals([runs[0]], [runs[1]], nothingAllowed)).toEqual([]);
  });
  test("host and script may be waived, nothing else", () => {
    const everything = { host: true, script: true };
    expect(refused({ hostId: "host-2", scriptHash: "beef" }, everything)).toEqual([]);
    expect(refused({ hostId: "host-2", engine: "k6" }, everything)).toEqual(["engine"]);
  });
  test("one odd run among many is found, on either side", () => {
    const odd = runWith("odd", { scenario: "soak" });
    const [a, b] = [[runWith("a1", {}), runWith("a2", {})], [runWith("b1", {})]];
    expect(refusals([...a, odd], b, nothingAllowed).map((r) => r.what)).toEqual(["scenario"]);
    expect(refusals(a, [...b, odd], nothingAllowed).map((r) => r.what)).toEqual(["scenario"]);
  });
  test("the same recording twice adds no evidence", () => {
    const what = refusals([runWith("a", {})], [runWith("a", {})], nothingAllowed).map((r) => r.what);
    expect(what).toEqual(["same recording twice"]);
  });
  test("an endpoint that A never called cannot be judged", () => {
    const b = syntheticRun("b");
    const more = { ...b, endpoints: [...b.endpoints, ...syntheticRun("x", { name: "batch-5" }).endpoints] };
    expect(refusals([syntheticRun("a")], [more], nothingAllowed).map((r) => r.what)).toEqual(["endpoints"]);
  });
});

describe("a refused comparison", () => {
  test("is invalid, without a single row, and says what differs", () => {
    const pairs = pairsOf(10, 2).map((pair) => ({
      ...pair,
      b: { ...pair.b, ...runWith(pair.b.run.id, { engine: "k6" }) },
    }));
    const c = comparePairs(
      pairs.map((pair, i) => ({ ...pair, b: { ...pair.b, run: { ...pair.b.run, id: `b${i}` } } })),
      tenPairs,
    );
    expect([c.verdict, c.metrics, c.failures, c.answers]).toEqual(["invalid", [], [], []]);
    expect(c.headline).toBe("invalid: not compared, engine differs");
  });
  test("seeds may change from pair to pair, but not within one", () => {
    const seeded = (within: number) =>
      pairsOf(10, 1).map((pair) => ({
        ...pair,
        a: { ...pair.a, fingerprint: { ...pair.a.fingerprint, seed: pair.index } },
        b: { ...pair.b, fingerprint: { ...pair.b.fingerprint, seed: ((pair.index - 1 + within) % 10) + 1 } },
      }));
    expect(comparePairs(seeded(0), tenPairs).refusals).toEqual([]);
    expect(comparePairs(seeded(1), tenPairs).refusals.map((r) => r.what)).toEqual(["seed"]);
  });
});
