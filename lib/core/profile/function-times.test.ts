import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CallTreeBuilder, ProfileTooLarge, treeLimits, treeProfile } from "./call-tree.ts";
import { timesOf } from "./function-times.ts";
import { busyOnly } from "./idle.ts";
import { type ProfileFacts, type ProfileFunction, type TreeProfile, UNKNOWN_LOAD } from "./profile.ts";

const facts: ProfileFacts = {
  kind: "wall-sampling",
  source: "test",
  durationUs: null,
  sampleCount: 0,
  intervalUs: 1000,
  load: UNKNOWN_LOAD,
  notes: [],
};

const named = (name: string): ProfileFunction => ({
  name,
  file: name.startsWith("(") ? "" : "a.js",
  line: 1,
  column: 1,
});

/** A profile from `a>b>c: microseconds`, a sample per 1000. */
const profileOf = (stacks: Record<string, number>): TreeProfile => {
  const tree = new CallTreeBuilder();
  for (const [stack, us] of Object.entries(stacks)) {
    tree.addStack(
      stack.split(">").map((name) => tree.fn(named(name))),
      us,
      us / 1000,
    );
  }
  return treeProfile(facts, tree);
};

const timesByName = (profile: TreeProfile) =>
  new Map(timesOf(profile).functions.map((t) => [profile.functions[t.fn]?.name, t]));

describe("times of functions", () => {
  test("self is a function's own, cumulative holds what it calls", () => {
    const times = timesByName(profileOf({ "main>work": 6000, "main>rest": 1000, main: 3000 }));
    expect(times.get("main")).toMatchObject({ selfUs: 3000, cumulativeUs: 10_000, samples: 3, calls: null });
    expect(times.get("work")).toMatchObject({ selfUs: 6000, cumulativeUs: 6000, samples: 6 });
  });

  test("a recursive function counts once in each stack", () => {
    const times = timesByName(profileOf({ "main>fib>fib>fib": 4000, "main>fib>add>fib": 2000 }));
    expect(times.get("fib")).toMatchObject({ selfUs: 6000, cumulativeUs: 6000 });
    expect(times.get("add")).toMatchObject({ selfUs: 0, cumulativeUs: 2000 });
  });

  test("a call from the same caller counts once in each stack", () => {
    const profile = profileOf({ "main>fib>fib>fib": 4000 });
    const edges = timesOf(profile).edges.map((e) => [
      `${profile.functions[e.caller]?.name}>${profile.functions[e.callee]?.name}`,
      e.cumulativeUs,
      e.selfUs,
    ]);
    expect(edges).toEqual([
      ["main>fib", 4000, 0],
      ["fib>fib", 4000, 4000],
    ]);
  });

  test("idle below a caller is not the caller's time", () => {
    const profile = profileOf({ "main>(idle)": 9000, "main>work": 1000 });
    const times = timesOf(busyOnly(profile));
    const main = times.functions.find((t) => profile.functions[t.fn]?.name === "main");
    expect(main?.cumulativeUs).toBe(1000);
  });

  test("for any stacks: self adds up, and self <= cumulative <= total", () => {
    const stack = fc.array(fc.constantFrom("a", "b", "c", "d"), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.tuple(stack, fc.integer({ min: 1, max: 1000 })), { minLength: 1 }), (stacks) => {
        const tree = new CallTreeBuilder();
        for (const [frames, us] of stacks) {
          tree.addStack(
            frames.map((name) => tree.fn(named(name))),
            us,
            1,
          );
        }
        const times = timesOf(treeProfile(facts, tree));
        const total = stacks.reduce((sum, [, us]) => sum + us, 0);
        expect(times.totalUs).toBe(total);
        expect(times.functions.reduce((sum, t) => sum + t.selfUs, 0)).toBe(total);
        for (const t of times.functions) {
          expect(t.selfUs).toBeLessThanOrEqual(t.cumulativeUs);
          expect(t.cumulativeUs).toBeLessThanOrEqual(total);
        }
      }),
    );
  });
});

describe("building a tree", () => {
  test("stacks in which nothing ran leave no node and no function", () => {
    const tree = new CallTreeBuilder();
    tree.addStack([tree.fn(named("a")), tree.fn(named("b"))], 0, 0);
    tree.addStack([tree.fn(named("a"))], 5, 1);
    const profile = treeProfile(facts, tree);
    expect(profile.functions.map((fn) => fn.name)).toEqual(["a"]);
    expect(profile.sampleCount).toBe(1);
  });

  test("parts of a microsecond add up before they are rounded", () => {
    const tree = new CallTreeBuilder();
    const a = tree.fn(named("a"));
    for (let i = 0; i < 10; i++) tree.addStack([a], 0.25, 1);
    expect(treeProfile(facts, tree).calls.nodes[0]?.selfUs).toBe(3);
  });

  test("a stack deeper than any program's is refused", () => {
    const tree = new CallTreeBuilder();
    const a = tree.fn(named("a"));
    expect(() => tree.addStack(Array(treeLimits.depth + 1).fill(a), 1, 1)).toThrow(ProfileTooLarge);
  });
});
