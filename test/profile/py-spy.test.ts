// Real output of py-spy 0.4.3 (fixtures/pyspy_workload.py): functions, not lines, and the split that the workload has.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { timesOf } from "../../lib/core/profile/function-times.ts";
import type { Profile } from "../../lib/core/profile/profile.ts";
import { readAnyProfile } from "../../lib/node/profile/profile-format.ts";

const read = (name: string): Profile =>
  readAnyProfile(readFileSync(new URL(`fixtures/${name}`, import.meta.url)), { sampleUs: undefined });

const share = (profile: Profile, name: string): number => {
  const times = timesOf(profile);
  const found = times.functions.filter((t) => profile.functions[t.fn]?.name === name);
  expect(found, name).toHaveLength(1);
  return (found[0]?.cumulativeUs ?? 0) / times.totalUs;
};

for (const [name, source] of [
  ["pyspy.raw.txt", "collapsed stacks"],
  ["pyspy.speedscope.json", "py-spy 0.4.3"],
] as const) {
  test(`${name}: one row a function, inference three times features`, () => {
    const profile = read(name);
    expect(profile.source).toBe(source);
    expect(profile.kind).toBe("wall-sampling");
    expect(profile.sampleCount).toBeGreaterThan(100);
    expect(share(profile, "inference") / share(profile, "features")).toBeGreaterThan(2);
    expect(share(profile, "inference") / share(profile, "features")).toBeLessThan(4.5);
    expect(share(profile, "burn")).toBeGreaterThan(0.95);
  });
}

test("a sample of py-spy's raw output is ten milliseconds unless said otherwise", () => {
  const profile = read("pyspy.raw.txt");
  expect(timesOf(profile).totalUs).toBe((profile.sampleCount ?? 0) * 10_000);
  expect(profile.notes.join(" ")).toMatch(/no unit/);
});

test("a thread without a Python frame is kept as such", () => {
  const profile = readAnyProfile(Buffer.from("main (a.py:3) 4\n 1\n"), { sampleUs: 1000 });
  expect(profile.functions.map((fn) => fn.name)).toEqual(["main", "(anonymous)"]);
  expect(profile.sampleCount).toBe(5);
});
