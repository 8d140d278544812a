// Self and cumulative time per function and per caller-callee pair, from stacks or from a call graph. A recursive
// function counts once in each stack it stands in, so no cumulative time exceeds the whole.

import type { CallGraph, CallTree, Profile } from "./profile.ts";

/** One function's times in microseconds. `calls` are null where only samples were taken, `samples` where only calls. */
export interface FunctionTimes {
  readonly fn: number;
  readonly selfUs: number;
  readonly cumulativeUs: number;
  readonly samples: number | null;
  readonly calls: number | null;
  readonly primitiveCalls: number | null;
}

/** What `callee` cost below `caller`, in microseconds. */
export interface EdgeTimes {
  readonly caller: number;
  readonly callee: number;
  /** Time in `callee` itself where `caller` called it. */
  readonly selfUs: number;
  /** Time in `callee` and below where `caller` called it. */
  readonly cumulativeUs: number;
  readonly calls: number | null;
}

export interface Times {
  /** One entry per function that ran, in no order. */
  readonly functions: readonly FunctionTimes[];
  readonly edges: readonly EdgeTimes[];
  /** Sum of all self times, idle included. */
  readonly totalUs: number;
}

/** Sums a profile up by function and by call. */
export const timesOf = (profile: Profile): Times =>
  profile.calls.shape === "tree"
    ? timesOfTree(profile.calls, profile.sampleCount !== null)
    : timesOfGraph(profile.calls);

const timesOfGraph = (graph: CallGraph): Times => ({
  functions: graph.totals.map((total) => ({ ...total, samples: null })),
  edges: graph.edges,
  totalUs: graph.totals.reduce((sum, total) => sum + total.selfUs, 0),
});

interface OpenTimes {
  selfUs: number;
  cumulativeUs: number;
  samples: number;
}

interface OpenEdge {
  readonly caller: number;
  readonly callee: number;
  selfUs: number;
  cumulativeUs: number;
}

/** Time in each node and below it. */
export function subtreeTimes(tree: CallTree): Float64Array {
  const below = Float64Array.from(tree.nodes, (node) => node.selfUs);
  for (let index = tree.nodes.length - 1; index >= 0; index--) {
    const parent = tree.nodes[index]?.parent ?? -1;
    if (parent >= 0) below[parent] = (below[parent] ?? 0) + (below[index] ?? 0);
  }
  return below;
}

function timesOfTree(tree: CallTree, sampled: boolean): Times {
  const below = subtreeTimes(tree);
  const functions = new Map<number, OpenTimes>();
  const edges = new Map<string, OpenEdge>();
  const repeats = repeatsAbove(tree);
  let totalUs = 0;
  tree.nodes.forEach((node, index) => {
    totalUs += node.selfUs;
    const open = functions.get(node.fn) ?? { selfUs: 0, cumulativeUs: 0, samples: 0 };
    functions.set(node.fn, open);
    open.selfUs += node.selfUs;
    open.samples += node.samples;
    if (!repeats.fn[index]) open.cumulativeUs += below[index] ?? 0;
    const caller = tree.nodes[node.parent]?.fn;
    if (caller === undefined) return;
    const key = `${caller}>${node.fn}`;
    const edge = edges.get(key) ?? { caller, callee: node.fn, selfUs: 0, cumulativeUs: 0 };
    edges.set(key, edge);
    edge.selfUs += node.selfUs;
    if (!repeats.edge[index]) edge.cumulativeUs += below[index] ?? 0;
  });
  return {
    functions: [...functions].map(([fn, t]) => ({
      fn,
      selfUs: t.selfUs,
      cumulativeUs: t.cumulativeUs,
      samples: sampled ? t.samples : null,
      calls: null,
      primitiveCalls: null,
    })),
    edges: [...edges.values()].map((edge) => ({ ...edge, calls: null })),
    totalUs,
  };
}

/** Whether a node's function, or its call from the same caller, already stands higher up in its stack. */
function repeatsAbove(tree: CallTree): { fn: boolean[]; edge: boolean[] } {
  const children: number[][] = tree.nodes.map(() => []);
  const roots: number[] = [];
  tree.nodes.forEach((node, index) => {
    (children[node.parent] ?? roots).push(index);
  });
  const fn: boolean[] = [];
  const edge: boolean[] = [];
  const onPath = new Map<number | string, number>();
  const shift = (key: number | string, by: number): number => {
    const count = (onPath.get(key) ?? 0) + by;
    onPath.set(key, count);
    return count;
  };
  const visits: { index: number; leaving: boolean }[] = roots.map((index) => ({ index, leaving: false }));
  for (let visit = visits.pop(); visit !== undefined; visit = visits.pop()) {
    const node = tree.nodes[visit.index];
    if (node === undefined) continue;
    const call = `${tree.nodes[node.parent]?.fn ?? -1}>${node.fn}`;
    if (visit.leaving) {
      shift(node.fn, -1);
      shift(call, -1);
      continue;
    }
    fn[visit.index] = shift(node.fn, 1) > 1;
    edge[visit.index] = shift(call, 1) > 1;
    visits.push({ index: visit.index, leaving: true });
    for (const child of children[visit.index] ?? []) visits.push({ index: child, leaving: false });
  }
  return { fn, edge };
}
