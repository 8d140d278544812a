import { describe, expect, test } from "vitest";
import { relevantPass } from "./boundary.ts";
import type { Entry, ProbeKind, ProbeVerdict } from "./model.ts";

const entry = (kind: ProbeKind, load: number, verdict: ProbeVerdict): Entry => ({
  probe: { kind, load, durationMs: 1 },
  result: {
    elapsedMs: 1,
    blocks: [],
    wrong: 0,
    ratePerSec: 1,
    predictionsPerSec: 0,
    meanMs: null,
    p95Ms: null,
    p99Ms: null,
    worstEndpoint: null,
    voidBecause: [],
  },
  share: { bad: 0, total: 0, blocks: 0, share: null, lower: 0, upper: 1 },
  failed: 0,
  verdict,
  criterion: null,
});
const loadOf = (entries: Entry[]) => {
  const got = relevantPass(entries);
  return got && { load: got.entry.probe.load, inverted: got.inverted };
};

describe("relevantPass", () => {
  test("is the highest load that passed a long run", () => {
    const runs = [entry("confirm", 20, "fail"), entry("confirm", 18, "pass"), entry("bracket", 19, "pass")];
    expect(loadOf(runs)).toEqual({ load: 19, inverted: false });
  });
  test("keeps the lower load when a failing one lies below a passing one", () => {
    const runs = [entry("confirm", 18, "pass"), entry("bracket", 20, "fail"), entry("bracket", 22, "pass")];
    expect(loadOf(runs)).toEqual({ load: 18, inverted: true });
  });
  test("does not count windows of the climb", () => {
    expect(loadOf([entry("climb", 5, "fail"), entry("climb", 10, "pass"), entry("confirm", 9, "pass")])).toEqual({
      load: 9,
      inverted: false,
    });
  });
  test("is nothing when nothing passed", () => {
    expect(relevantPass([entry("confirm", 5, "fail")])).toBeNull();
  });
});
