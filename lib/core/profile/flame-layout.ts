// Where each frame of a flame graph lies, as shares of the whole width. Equal callees of equal callers are one frame;
// order is by name, so that two graphs of one program look alike.

import { subtreeTimes } from "./function-times.ts";
import { isIdle } from "./idle.ts";
import { isThread, type TreeProfile } from "./profile.ts";

export interface FlameFrame {
  readonly fn: number;
  /** Index into the tree's nodes. */
  readonly node: number;
  /** 0 for roots, one more for each call. */
  readonly depth: number;
  /** Left edge and width, as shares of the busy time (0..1). */
  readonly left: number;
  readonly width: number;
  readonly totalUs: number;
}

export interface FlameLayout {
  readonly frames: readonly FlameFrame[];
  readonly depth: number;
  readonly busyUs: number;
  /** Frames narrower than the limit, which are left out. */
  readonly dropped: number;
}

/** Lays busy stacks out; frames narrower than `narrowest` (a share) are dropped with what stands on them. */
export function flameLayout(profile: TreeProfile, narrowest: number): FlameLayout {
  const { nodes } = profile.calls;
  const names = profile.functions.map((fn) => `${fn.name} ${fn.file}`);
  const idle = profile.functions.map(isIdle);
  const thread = profile.functions.map(isThread);
  const shown = withoutIdle(profile, idle);
  const below = subtreeTimes({ shape: "tree", nodes: shown });
  const children: number[][] = nodes.map(() => []);
  const roots: number[] = [];
  shown.forEach((node, index) => {
    if ((below[index] ?? 0) > 0) (children[node.parent] ?? roots).push(index);
  });
  const busyUs = roots.reduce((sum, index) => sum + (below[index] ?? 0), 0);
  const byName = (a: number, b: number): number =>
    (names[nodes[a]?.fn ?? 0] ?? "") < (names[nodes[b]?.fn ?? 0] ?? "") ? -1 : 1;
  const frames: FlameFrame[] = [];
  let dropped = 0;
  let depth = 0;
  const open: { siblings: readonly number[]; left: number; depth: number }[] = [{ siblings: roots, left: 0, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    let left = next.left;
    for (const index of [...next.siblings].sort(byName)) {
      const totalUs = below[index] ?? 0;
      const width = busyUs === 0 ? 0 : totalUs / busyUs;
      const fn = nodes[index]?.fn ?? 0;
      if (width < narrowest && thread[fn] !== true) dropped++;
      else {
        frames.push({ fn, node: index, depth: next.depth, left, width, totalUs });
        depth = Math.max(depth, next.depth + 1);
        open.push({ siblings: children[index] ?? [], left, depth: next.depth + 1 });
      }
      left += width;
    }
  }
  return { frames, depth, busyUs, dropped };
}

const withoutIdle = (profile: TreeProfile, idle: readonly boolean[]) =>
  profile.calls.nodes.map((node) => (idle[node.fn] === true ? { ...node, selfUs: 0 } : node));
