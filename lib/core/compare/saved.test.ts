import { describe, expect, test } from "vitest";
import { slowedBy } from "../../../test/compare/synthetic-pairs.ts";
import { syntheticRun } from "../../../test/compare/synthetic-run.ts";
import { NOISE_SCHEMA } from "./noise-format.ts";
import type { NoiseProfile } from "./noise-profile.ts";
import type { RunStatistics } from "./run-statistics.ts";
import { compareSaved } from "./saved.ts";

const runs = (side: string, factor: number, n = 3): RunStatistics[] =>
  Array.from({ length: n }, (_, i) => syntheticRun(`${side}${i}`, slowedBy(factor * (1 + 0.01 * (i - 1)))));

const { scenario, engine, load, durationMs, hostId } = syntheticRun("x").fingerprint;

const profile = (days: number, step: number, change: Partial<NoiseProfile> = {}): NoiseProfile => ({
  schema: NOISE_SCHEMA,
  hostId,
  sessions: Array.from({ length: days }, (_, day) => ({
    startedAt: `2026-02-0${day + 1}T10:00:00.000Z`,
    ...{ scenario, engine, load, durationMs, service: "baseline", pairs: 10 },
    metrics: ["predict.p95Ms", "predict.p99Ms", "all.ratePerSec"].map((id) => ({
      id,
      gated: true,
      pairSd: 0.03,
      levelLog: 4 + (day % 2 === 0 ? step : -step),
    })),
  })),
  ...change,
});

describe("saved recordings", () => {
  test("that differ by a third prove nothing without a profile, and the output says why", () => {
    const c = compareSaved(runs("a", 1), runs("b", 1.33), null);
    expect(c.verdict).toBe("inconclusive");
    expect(c.design.dayNoise).toMatchObject({ source: "default", days: 0 });
    expect(c.notes.map((n) => n.text).join()).toMatch(/is assumed .* Only large changes can be seen/);
    expect(c.metrics.find((m) => m.id === "predict.p95Ms")?.detectable).toBeGreaterThan(0.5);
  });
  test("that differ threefold are improved or regressed all the same", () => {
    expect(compareSaved(runs("a", 1), runs("b", 3), null).verdict).toBe("regressed");
    expect(compareSaved(runs("a", 3), runs("b", 1), null).verdict).toBe("improved");
  });
  test("of a host that is known to be calm prove a third", () => {
    const c = compareSaved(runs("a", 1), runs("b", 1.33), profile(6, 0.01));
    expect(c.verdict).toBe("regressed");
    expect(c.design.dayNoise).toMatchObject({ source: "profile", days: 6 });
  });
  test("of a host that is known to be restless do not", () => {
    expect(compareSaved(runs("a", 1), runs("b", 1.33), profile(6, 0.3)).verdict).toBe("inconclusive");
  });
  test("are not helped by a profile of two days, of another host, or of another load", () => {
    for (const unfit of [
      profile(2, 0.01),
      profile(6, 0.01, { hostId: "elsewhere" }),
      profile(6, 0.01, { sessions: profile(6, 0.01).sessions.map((s) => ({ ...s, load: "open, 9/s" })) }),
    ]) {
      expect(compareSaved(runs("a", 1), runs("b", 1.33), unfit).design.dayNoise?.source).toBe("default");
    }
  });
  test("are invalid when one in three is, and refused like any other", () => {
    const [first, ...rest] = runs("b", 1);
    const spoiled = first === undefined ? [] : [{ ...first, unusable: "starved" }, ...rest];
    expect(compareSaved(runs("a", 1, 2), spoiled.slice(0, 1), null).verdict).toBe("invalid");
    const other = runs("b", 1).map((r) => ({ ...r, fingerprint: { ...r.fingerprint, scenario: "soak" } }));
    expect(compareSaved(runs("a", 1), other, null).refusals.map((r) => r.what)).toEqual(["scenario"]);
  });
});
