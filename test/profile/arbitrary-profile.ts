// Random profiles for property tests, and the form in which two profiles are compared: stacks as text, in order.

import fc from "fast-check";
import { CallTreeBuilder, treeProfile } from "../../lib/core/profile/call-tree.ts";
import type { ProfileFunction, TreeProfile } from "../../lib/core/profile/profile.ts";
import { factsOf } from "../../lib/core/profile/profile-facts.ts";

const text = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  fc.constantFrom("#run", "(idle)", "(root)", "get a (b)", "x;y", "a\nb", "50%3B", "run (a.js:3)", "f 12"),
);
const file = fc.oneof(
  fc.constantFrom("", "file:///srv/app/index.js", "node:fs", "C:\\app\\x.js", "a:12", "http://h:80/x(1).js"),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
);
const position = fc.oneof(
  fc.constant({ line: null, column: null }),
  fc.record({ line: fc.integer({ min: 1, max: 9999 }), column: fc.constant(null) }),
  fc.record({ line: fc.integer({ min: 1, max: 9999 }), column: fc.integer({ min: 1, max: 500 }) }),
);
const anyFunction: fc.Arbitrary<ProfileFunction> = fc
  .record({ name: text, file, position })
  .map(({ name, file: path, position: at }) => ({
    name,
    file: path,
    ...(path === "" ? { line: null, column: null } : at),
  }));

const count = fc.option(fc.integer({ min: 0, max: 1e6 }), { nil: null });

const facts = fc.record({
  kind: fc.constantFrom("cpu-sampling" as const, "wall-sampling" as const),
  source: fc.string(),
  durationUs: count,
  sampleCount: fc.constantFrom(0, null),
  intervalUs: fc.option(fc.integer({ min: 1, max: 1e5 }), { nil: null }),
  load: fc.record({
    scenario: fc.option(fc.string(), { nil: null }),
    serviceProfile: fc.constantFrom(null, "baseline"),
    users: count,
    ratePerSec: count,
    requests: count,
    texts: count,
    batchTexts: count,
    repeatShare: fc.constantFrom(null, 0, 0.5),
    endpoints: fc.constantFrom([], [{ name: "predict", batchSize: 1, count: 3, meanMs: 4.5, maxMs: 9 }]),
  }),
  notes: fc.array(fc.string(), { maxLength: 2 }),
});

/** Any sampled profile whose stacks each took some time. */
export const anyProfile: fc.Arbitrary<TreeProfile> = fc
  .record({
    facts,
    functions: fc.array(anyFunction, { minLength: 1, maxLength: 8 }),
    stacks: fc.array(
      fc.record({
        frames: fc.array(fc.nat(7), { minLength: 1, maxLength: 6 }),
        us: fc.integer({ min: 1, max: 1e6 }),
        samples: fc.integer({ min: 1, max: 50 }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  })
  .map((made) => {
    const tree = new CallTreeBuilder();
    const indexes = made.functions.map((fn) => tree.fn(fn));
    for (const stack of made.stacks) {
      const frames = stack.frames.map((n) => indexes[n % indexes.length] ?? 0);
      tree.addStack(frames, stack.us, made.facts.sampleCount === null ? 0 : stack.samples);
    }
    return treeProfile(made.facts, tree);
  });

/** A profile as plain data that is equal for equal profiles, whatever the order of functions and nodes. */
export function comparable(profile: TreeProfile): unknown {
  const stacks: string[] = [];
  for (const node of profile.calls.nodes) {
    const fn = profile.functions[node.fn];
    stacks.push(`${stacks[node.parent] ?? ""}${JSON.stringify([fn?.name, fn?.file, fn?.line, fn?.column])}`);
  }
  const nodes = profile.calls.nodes.map((node, index) => [stacks[index], node.selfUs, node.samples] as const);
  return { facts: factsOf(profile), nodes: nodes.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)) };
}
