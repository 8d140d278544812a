// Writes V8's .cpuprofile for Chrome DevTools and speedscope. The model has no order in time, so the samples of one
// stack stand together: the totals are exact, the timeline is not one.

import type { ProfileFunction, TreeNode, TreeProfile } from "../../core/profile/profile.ts";
import { FACTS_KEY, factsOf } from "../../core/profile/profile-facts.ts";

const ROOT_ID = 1;

const callFrame = (fn: ProfileFunction) => ({
  functionName: fn.name,
  scriptId: "0",
  url: fn.file,
  lineNumber: fn.line === null ? -1 : fn.line - 1,
  columnNumber: fn.column === null ? -1 : fn.column - 1,
});

/** How long each sample of a node lasts: whole microseconds that add up to its self time. */
function durations(node: TreeNode): readonly number[] {
  const count = Math.max(node.samples, node.selfUs > 0 ? 1 : 0);
  const even = Math.floor(node.selfUs / Math.max(1, count));
  const rest = node.selfUs - even * count;
  return Array.from({ length: count }, (_, index) => even + (index < rest ? 1 : 0));
}

/** The profile as .cpuprofile JSON text. */
export function writeCpuprofile(profile: TreeProfile): string {
  const children: number[][] = profile.calls.nodes.map(() => []);
  const roots: number[] = [];
  const samples: number[] = [];
  const lengths: number[] = [];
  profile.calls.nodes.forEach((node, index) => {
    (children[node.parent] ?? roots).push(index + ROOT_ID + 1);
    for (const length of durations(node)) {
      samples.push(index + ROOT_ID + 1);
      lengths.push(length);
    }
  });
  const root = { functionName: "(root)", scriptId: "0", url: "", lineNumber: -1, columnNumber: -1 };
  return JSON.stringify({
    nodes: [
      { id: ROOT_ID, callFrame: root, hitCount: 0, children: roots },
      ...profile.calls.nodes.map((node, index) => {
        const fn = profile.functions[node.fn];
        return {
          id: index + ROOT_ID + 1,
          callFrame: fn === undefined ? root : callFrame(fn),
          hitCount: node.samples,
          children: children[index],
        };
      }),
    ],
    startTime: 0,
    endTime: lengths.reduce((sum, length) => sum + length, 0),
    samples,
    timeDeltas: [0, ...lengths].slice(0, lengths.length),
    [FACTS_KEY]: factsOf(profile),
  });
}
