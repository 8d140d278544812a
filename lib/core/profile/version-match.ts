// Gives two versions' functions common numbers: the same name in the same file is the same function, wherever its
// lines and its checkout have moved to. Functions that share both (anonymous ones) count as one.

import { commonDirectory, versionlessKey } from "./function-name.ts";
import { type FunctionTimes, timesOf } from "./function-times.ts";
import type { Profile, ProfileFunction } from "./profile.ts";

export interface MatchedProfile {
  /** Times by common key. */
  readonly times: ReadonlyMap<string, FunctionTimes>;
  /** One function for each key. */
  readonly functions: ReadonlyMap<string, ProfileFunction>;
}

/** A profile's times by keys that mean the same in another version. */
export function matchable(profile: Profile): MatchedProfile {
  const base = commonDirectory(profile.functions);
  const keys = profile.functions.map((fn) => versionlessKey(fn, base));
  const first = new Map<string, number>();
  keys.forEach((key, index) => {
    if (!first.has(key)) first.set(key, index);
  });
  const merged = withFunctions(profile, (fn) => first.get(keys[fn] ?? "") ?? fn);
  const times = new Map<string, FunctionTimes>();
  for (const each of timesOf(merged).functions) {
    const key = keys[each.fn] ?? "";
    const known = times.get(key);
    times.set(key, known === undefined ? each : sum(known, each));
  }
  const functions = new Map<string, ProfileFunction>();
  for (const [key, index] of first) {
    const fn = profile.functions[index];
    if (fn !== undefined) functions.set(key, fn);
  }
  return { times, functions };
}

/** The profile with functions renumbered; a tree's cumulative times then treat merged functions as one. */
const withFunctions = (profile: Profile, to: (fn: number) => number): Profile =>
  profile.calls.shape === "tree"
    ? {
        ...profile,
        calls: { shape: "tree", nodes: profile.calls.nodes.map((node) => ({ ...node, fn: to(node.fn) })) },
      }
    : {
        ...profile,
        calls: { ...profile.calls, totals: profile.calls.totals.map((total) => ({ ...total, fn: to(total.fn) })) },
      };

const add = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

const sum = (a: FunctionTimes, b: FunctionTimes): FunctionTimes => ({
  fn: a.fn,
  selfUs: a.selfUs + b.selfUs,
  cumulativeUs: a.cumulativeUs + b.cumulativeUs,
  samples: add(a.samples, b.samples),
  calls: add(a.calls, b.calls),
  primitiveCalls: add(a.primitiveCalls, b.primitiveCalls),
});
