import { expect, test } from "vitest";
import { CallTreeBuilder, treeProfile } from "./call-tree.ts";
import { lockUse } from "./lock-use.ts";
import { type TreeProfile, threadFunction, UNKNOWN_LOAD } from "./profile.ts";

/** Stacks of lock holders in a window of one second, a sample each ten milliseconds. */
function holders(stacks: readonly (readonly [thread: string, fn: string, samples: number])[]): TreeProfile {
  const tree = new CallTreeBuilder();
  for (const [thread, name, samples] of stacks) {
    const root = tree.fn(threadFunction(thread));
    tree.addStack([root, tree.fn({ name, file: "app.py", line: null, column: null })], samples * 10_000, samples);
  }
  const facts = { kind: "wall-sampling", source: "py-spy", sampleCount: 0, intervalUs: 10_000, notes: [] } as const;
  return treeProfile({ ...facts, durationUs: 1_000_000, load: UNKNOWN_LOAD }, tree);
}

const names = (profile: TreeProfile, fns: readonly { fn: number }[]) =>
  fns.map(({ fn }) => profile.functions[fn]?.name);

test("two threads of one process share one lock", () => {
  const profile = holders([
    ["MainThread of process 7", "parse", 20],
    ["Pool-1 of process 7", "predict", 60],
  ]);
  const lock = lockUse(profile);
  expect(lock).toMatchObject({ processes: 1, samples: 80 });
  expect(lock.heldShare).toBeCloseTo(0.8);
  expect(names(profile, lock.holders)).toEqual(["predict", "parse"]);
});

test("each process has a lock of its own", () => {
  const lock = lockUse(
    holders([
      ["MainThread of process 7", "predict", 90],
      ["MainThread of process 8", "predict", 50],
    ]),
  );
  expect(lock.processes).toBe(2);
  expect(lock.heldShare).toBeCloseTo(0.7);
  expect(lock.holders[0]?.selfUs).toBe(1_400_000);
});
