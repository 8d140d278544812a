import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { syntheticComparison } from "../../../test/report/synthetic-comparison.ts";
import { shortRun, syntheticRecording, tenMinutes } from "../../../test/report/synthetic-recording.ts";
import type { Recording } from "../recording.ts";
import { chain, type Gain } from "./gain.ts";
import type { LabelledComparison } from "./labelled.ts";
import { buildLedger, reaches } from "./ledger.ts";
import { phaseOfArgument } from "./phase-argument.ts";

const minute = syntheticRecording({ ...tenMinutes, seconds: 60 });
const under = (label: string, of: Recording = minute): Recording => ({ ...of, label, id: `${label}-1` });
const between = (a: string, b: string, profile: string | null = null): LabelledComparison => {
  const of = syntheticComparison();
  return { label: b, comparison: { ...of, a: { ...of.a, label: a, profile }, b: { ...of.b, label: b } } };
};
const none = new Map<string, number>();

describe("the ledger", () => {
  test("shows measured values beside the guide's targets", () => {
    const maxUsers = new Map([["p1", 22]]);
    const { phases } = buildLedger({
      phases: ["p1"].map(phaseOfArgument),
      recordings: [under("p1")],
      comparisons: [],
      maxUsers,
    });
    expect(phases[0]?.targets.ratePerSec).toEqual({ low: 30, high: 50 });
    expect(phases[0]?.measured?.ratePerSec).toBeCloseTo(100, 0);
    expect(phases[0]?.measured?.maxUsers).toBe(22);
  });
  test("shows what the work cost, unless the clock was too coarse to say", () => {
    const cost = { source: "processes", cpuSeconds: 30, uncertaintySeconds: 1, rssBytes: null } as const;
    const shown = [1, 4].map((uncertaintySeconds) => {
      const recordings = [under("p1", { ...minute, cost: { ...cost, uncertaintySeconds } })];
      const { phases } = buildLedger({
        phases: ["p1"].map(phaseOfArgument),
        recordings,
        comparisons: [],
        maxUsers: none,
      });
      return phases[0]?.measured?.cpuPerThousand;
    });
    expect(shown).toEqual([expect.any(Number), null]);
  });
  test("knows the guide's phase and targets under a label of the user's, and targets of the user's own", () => {
    const phases = ["python-p1=p1", "w2=Two processes; rps 500-600"].map(phaseOfArgument);
    const recordings = [under("python-p1"), under("w2")];
    const ledger = buildLedger({ phases, recordings, comparisons: [between("python-p1", "w2")], maxUsers: none });
    expect(ledger.phases.map((phase) => phase.name)).toEqual(["Phase 1: async threading", "Two processes"]);
    expect(ledger.phases[0]?.targets.p99Ms).toEqual({ low: 100, high: 150 });
    expect(ledger.phases[1]).toMatchObject({ targets: { ratePerSec: { low: 500, high: 600 }, p99Ms: null } });
    expect(ledger.phases[1]?.measured?.ratePerSec).toBeCloseTo(100, 0);
    expect(ledger.phases[1]?.gain?.throughput?.factor).toBeCloseTo(1.31);
  });
  test("calls no difference a gain that was not compared", () => {
    const recordings = [under("baseline"), under("p1")];
    const { phases, total, product } = buildLedger({
      phases: ["baseline", "p1"].map(phaseOfArgument),
      recordings,
      comparisons: [],
      maxUsers: none,
    });
    expect([phases[1]?.gain, total, product]).toEqual([null, null, null]);
  });
  test("takes a phase's gain from the comparison with the phase before it", () => {
    const { phases, product } = buildLedger({
      phases: ["baseline", "p1", "p2"].map(phaseOfArgument),
      recordings: [under("baseline"), under("p1"), under("p2")],
      comparisons: [between("baseline", "p1"), between("baseline", "p2")],
      maxUsers: none,
    });
    expect(phases[1]?.gain?.throughput?.factor).toBeCloseTo(1.31);
    expect(phases[2]?.gain).toMatchObject({ against: "baseline", isAgainstPrevious: false });
    expect(product).toBeNull();
  });
  test("knows a baseline by what the service calls itself, when pairs were recorded under labels of their own", () => {
    const { phases, total, product } = buildLedger({
      phases: ["baseline", "p1", "p2"].map(phaseOfArgument),
      recordings: [
        under("baseline"),
        under("p1-after", { ...minute, target: { ...minute.target, profile: "p1" } }),
        under("p2-after", { ...minute, target: { ...minute.target, profile: "p1234" } }),
      ],
      comparisons: [between("p1-baseline", "p1-after", "baseline"), between("p2-baseline", "p2-after", "p1")],
      maxUsers: none,
    });
    expect(phases.map((phase) => phase.gain?.against)).toEqual([undefined, "Baseline", "Phase 1: async threading"]);
    expect(product?.throughput?.factor).toBeCloseTo(1.31 ** 2);
    expect(total).toBeNull();
  });
  test("measures every phase by the first one's scenario, not by probes of a capacity search", () => {
    const later = { ...minute, scenario: "climb", startedAt: "2026-12-01T00:00:00.000Z" };
    const probe: Recording = { ...under("baseline", later), id: "probe", probe: true };
    const recordings = [probe, under("baseline"), under("p1")];
    const { phases } = buildLedger({
      phases: ["baseline", "p1"].map(phaseOfArgument),
      recordings,
      comparisons: [],
      maxUsers: none,
    });
    expect(phases[1]?.measured?.recordingId).toBe("p1-1");
  });
  test("does not measure by an invalid or unfinished run", () => {
    const invalid = under("p1", { ...minute, validity: { verdict: "invalid", reasons: [] } });
    const partial = under("p1", { ...minute, partial: true });
    const { phases } = buildLedger({
      phases: ["p1"].map(phaseOfArgument),
      recordings: [invalid, partial],
      comparisons: [],
      maxUsers: none,
    });
    expect(phases[0]?.measured).toBeNull();
  });
  test("names the slowest endpoint that can carry a p99", () => {
    const { phases } = buildLedger({
      phases: ["x"].map(phaseOfArgument),
      recordings: [under("x", syntheticRecording(shortRun))],
      comparisons: [],
      maxUsers: none,
    });
    expect(phases[0]?.measured?.slowest).toBe("predict");
  });
  test("a target is reached at its easy end", () => {
    expect(reaches(30, { low: 30, high: 50 }, "higher")).toBe(true);
    expect(reaches(29.9, { low: 30, high: 50 }, "higher")).toBe(false);
    expect(reaches(150, { low: 100, high: 150 }, "lower")).toBe(true);
    expect(reaches(null, { low: 100, high: 150 }, "lower")).toBeNull();
  });
});

describe("a chain of gains", () => {
  const gain: fc.Arbitrary<Gain> = fc
    .tuple(fc.double({ min: 0.1, max: 10, noNaN: true }), fc.double({ min: 0.01, max: 0.5, noNaN: true }))
    .map(([factor, width]) => ({ factor, low: factor * Math.exp(-width), high: factor * Math.exp(width) }));

  test("of one is that one", () => {
    fc.assert(
      fc.property(gain, (g) => {
        const got = chain([g]);
        expect(got?.factor).toBeCloseTo(g.factor, 9);
        expect(got?.low).toBeCloseTo(g.low ?? 0, 9);
        expect(got?.high).toBeCloseTo(g.high ?? 0, 9);
      }),
    );
  });
  test("does not depend on its order and is never surer than its parts", () => {
    fc.assert(
      fc.property(fc.array(gain, { minLength: 2, maxLength: 5 }), (gains) => {
        const [there, back] = [chain(gains), chain([...gains].reverse())];
        expect(there?.factor).toBeCloseTo(back?.factor ?? 0, 6);
        const width = (g: Gain | null): number => Math.log((g?.high ?? 0) / (g?.low ?? 1));
        expect(width(there)).toBeGreaterThanOrEqual(Math.max(...gains.map(width)) - 1e-9);
      }),
    );
  });
  test("is open where a part is, and nothing without parts", () => {
    expect(chain([{ factor: 2, low: null, high: 3 }])).toEqual({ factor: 2, low: null, high: 3 });
    expect(chain([])).toBeNull();
  });
});
