// The causes of a slow Python service, on profiles that py-spy recorded of examples/fastapi under the guide's load: its
// baseline, and with P1 (an executor of four threads).

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CallTreeBuilder, treeProfile } from "../../lib/core/profile/call-tree.ts";
import { type LockUse, lockUse } from "../../lib/core/profile/lock-use.ts";
import { hasStacks, type TreeProfile, UNKNOWN_LOAD } from "../../lib/core/profile/profile.ts";
import { pythonCauses } from "../../lib/core/profile/python/python-causes.ts";
import { readAnyProfile } from "../../lib/node/profile/profile-format.ts";

const read = (name: string): TreeProfile => {
  const content = readFileSync(new URL(`fixtures/${name}.pb.gz`, import.meta.url));
  const profile = readAnyProfile(content, { sampleUs: undefined });
  return hasStacks(profile) ? profile : expect.fail("no stacks");
};
const blocking = read("fastapi-blocking");
const executor = read("fastapi-executor");

/** Stacks `name@file > name@file: samples of a hundredth of a second` in a window of a second. */
function made(stacks: Readonly<Record<string, number>>): TreeProfile {
  const tree = new CallTreeBuilder();
  for (const [stack, samples] of Object.entries(stacks)) {
    const frames = stack.split(" > ").map((frame) => {
      const [name = "", file = ""] = frame.split("@");
      return tree.fn({ name, file, line: null, column: null });
    });
    tree.addStack(frames, samples * 10_000, samples);
  }
  const facts = { kind: "wall-sampling", source: "py-spy", sampleCount: 0, intervalUs: 10_000, notes: [] } as const;
  return treeProfile({ ...facts, durationUs: 1_000_000, load: UNKNOWN_LOAD }, tree);
}

const held = (share: number): LockUse => lockUse(made({ "f@/srv/app/main.py": share * 100 }));
const rules = (profile: TreeProfile, lock?: LockUse, cores?: number): readonly string[] =>
  pythonCauses(profile, lock, cores).map((cause) => cause.rule);

describe("a blocking call in an async handler", () => {
  test("is named before P1, and gone after it", () => {
    const [found] = pythonCauses(blocking, undefined, undefined);
    expect(found?.rule).toBe("blocking-call-in-async-handler");
    expect(found?.evidence).toContain("/srv/spam/app/model.py");
    expect(rules(executor)).not.toContain("blocking-call-in-async-handler");
  });
  test("is not what the framework does on the loop by itself", () => {
    const loop = "_run@/usr/lib/python3.11/asyncio/events.py";
    expect(rules(made({ [`${loop} > run_asgi@/v/site-packages/uvicorn/x.py`]: 90 }))).toEqual([]);
    expect(rules(made({ [`${loop} > predict@/srv/app/main.py`]: 90 }))).toEqual(["blocking-call-in-async-handler"]);
  });
});

describe("threads bound by the GIL", () => {
  test("are seen with the executor, whose threads want to run at once", () => {
    expect(rules(executor, held(0.58), 2)).toContain("gil-bound-threads");
  });
  test("are not those of one busy thread, nor those that do not hold the lock", () => {
    expect(rules(blocking, held(0.88), 2)).not.toContain("gil-bound-threads");
    expect(rules(executor, held(0.1), 2)).not.toContain("gil-bound-threads");
    expect(rules(executor)).not.toContain("gil-bound-threads");
  });
});

test("one worker is a cause only where its lock is taken and cores are left", () => {
  expect(rules(blocking, held(0.88), 2)).toContain("one-worker");
  expect(rules(blocking, held(0.88), 1)).not.toContain("one-worker");
  expect(rules(blocking, held(0.3), 2)).not.toContain("one-worker");
});

test("logging in the hot path is seen in the baseline's three lines a text", () => {
  expect(rules(blocking)).toContain("logging-in-hot-path");
});

test("pydantic is seen under FastAPI's calls of it, whose native core has no frames", () => {
  const routing = "serialize_response@/v/site-packages/fastapi/routing.py";
  expect(rules(made({ [routing]: 4, "predict@/srv/app/main.py": 96 }))).toEqual(["pydantic-validation"]);
  expect(rules(made({ [routing]: 1, "predict@/srv/app/main.py": 99 }))).toEqual([]);
});

test("a profile of another language shows none of them", () => {
  expect(rules(made({ "predict@/srv/app/main.ts": 50, "log@/srv/app/log.ts": 50 }), held(0.9), 4)).toEqual([]);
});

test("every cause has a rival and an experiment", () => {
  for (const cause of [...pythonCauses(blocking, held(0.9), 2), ...pythonCauses(executor, held(0.6), 2)]) {
    expect(cause.rival).not.toBe("");
    expect(cause.nextExperiment).toMatch(/tailgate compare|uvicorn/);
  }
});
