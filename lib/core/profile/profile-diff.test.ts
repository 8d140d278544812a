import { describe, expect, test } from "vitest";
import { CallTreeBuilder, treeProfile } from "./call-tree.ts";
import { type ProfileFacts, type ProfileFunction, type TreeProfile, UNKNOWN_LOAD } from "./profile.ts";
import { diffProfiles } from "./profile-diff.ts";

const facts: ProfileFacts = {
  kind: "wall-sampling",
  source: "test",
  durationUs: null,
  sampleCount: 0,
  intervalUs: 1000,
  load: UNKNOWN_LOAD,
  notes: [],
};

interface Setup {
  readonly root?: string;
  readonly line?: number;
  readonly requests: number | null;
  readonly users?: number;
}

/** Functions in files of a checkout at `root`, each below `handle`, with samples of a millisecond. */
const profileOf = (samples: Record<string, number>, setup: Setup): TreeProfile => {
  const tree = new CallTreeBuilder();
  const at = (name: string): ProfileFunction =>
    name.startsWith("(")
      ? { name, file: "", line: null, column: null }
      : { name, file: `file://${setup.root ?? "/v1"}/src/${name}.js`, line: setup.line ?? 1, column: null };
  for (const [name, count] of Object.entries(samples)) {
    const frames = name === "(idle)" ? [name] : ["handle", name];
    tree.addStack(
      frames.map((frame) => tree.fn(at(frame))),
      count * 1000,
      count,
    );
  }
  const load = { ...UNKNOWN_LOAD, requests: setup.requests, users: setup.users ?? null };
  return treeProfile({ ...facts, load }, tree);
};

const row = (diff: ReturnType<typeof diffProfiles>, name: string) => diff.rows.find((each) => each.fn.name === name);

describe("per request", () => {
  const before = profileOf({ work: 1000, log: 500, "(idle)": 300 }, { requests: 100 });
  const after = profileOf({ work: 1000, log: 100, "(idle)": 900 }, { requests: 200, root: "/elsewhere/v2", line: 7 });
  const diff = diffProfiles(before, after);

  test("the same function in another checkout and on another line is the same function", () => {
    expect(diff.rows.map((each) => each.fn.name).sort()).toEqual(["handle", "log", "work"]);
  });

  test("times are divided by each side's own requests", () => {
    expect(row(diff, "work")).toMatchObject({
      before: { selfUs: 10_000 },
      after: { selfUs: 5_000 },
      selfChange: -5_000,
    });
    expect(row(diff, "log")).toMatchObject({ before: { selfUs: 5_000 }, after: { selfUs: 500 } });
    expect(row(diff, "handle")).toMatchObject({ before: { cumulativeUs: 15_000 }, after: { cumulativeUs: 5_500 } });
    expect(diff.busyUsPerRequest).toEqual({ before: 15_000, after: 5_500 });
  });

  test("the largest change comes first, and idle is no function", () => {
    expect(diff.rows[0]?.fn.name).toBe("work");
    expect(row(diff, "(idle)")).toBeUndefined();
  });
});

describe("shares that grow", () => {
  test("more than sampling explains is marked, and a lock is named as waiting", () => {
    const low = profileOf({ work: 900, acquireLock: 100 }, { requests: 100, users: 2 });
    const high = profileOf({ work: 900, acquireLock: 600 }, { requests: 100, users: 20 });
    const diff = diffProfiles(low, high);
    expect(diff.moreLoad).toBe(true);
    expect(row(diff, "acquireLock")).toMatchObject({ shareGrew: true, waits: true });
    expect(row(diff, "work")?.shareGrew).toBe(false);
  });

  test("a block of a matrix is no lock", () => {
    const a = profileOf({ work: 900, block: 100 }, { requests: 100 });
    const b = profileOf({ work: 100, block: 900 }, { requests: 100 });
    expect(row(diffProfiles(a, b), "block")).toMatchObject({ shareGrew: true, waits: false });
  });

  test("a difference that sampling explains is not", () => {
    const a = profileOf({ work: 50, other: 50 }, { requests: 10 });
    const b = profileOf({ work: 56, other: 44 }, { requests: 10 });
    expect(row(diffProfiles(a, b), "work")?.shareGrew).toBe(false);
  });

  test("a profile against itself shows no change", () => {
    const a = profileOf({ work: 50, other: 50 }, { requests: 10 });
    const diff = diffProfiles(a, a);
    expect(diff.rows.every((each) => each.selfChange === 0 && !each.shareGrew)).toBe(true);
  });
});

test("without requests shares are compared, and the comparison says so", () => {
  const a = profileOf({ work: 50, other: 50 }, { requests: null });
  const b = profileOf({ work: 75, other: 25 }, { requests: 10 });
  const diff = diffProfiles(a, b);
  expect(diff.perRequest).toBe(false);
  expect(row(diff, "work")?.selfChange).toBeCloseTo(0.25);
  expect(diff.notes.join(" ")).toMatch(/shares of busy time/);
});

test("a function that is new or gone is compared with nothing", () => {
  const a = profileOf({ old: 100 }, { requests: 10 });
  const b = profileOf({ new: 100 }, { requests: 10 });
  const diff = diffProfiles(a, b);
  expect(row(diff, "old")).toMatchObject({ before: { selfUs: 10_000 }, after: { selfUs: 0 } });
  expect(row(diff, "new")).toMatchObject({ before: { selfUs: 0 }, after: { selfUs: 10_000 } });
});

test("profiles of different kinds are not said to be alike", () => {
  const a = profileOf({ work: 100 }, { requests: 10 });
  expect(diffProfiles({ ...a, kind: "deterministic" }, a).notes.join(" ")).toMatch(/do not mean the same/);
});
