// Profiles made from other profiles: with functions renamed (source maps), or the threads of a process put together.

import { CallTreeBuilder, treeProfile } from "./call-tree.ts";
import { type ProfileFacts, type ProfileFunction, type TreeProfile, threadFunction } from "./profile.ts";

/** Copies a profile's stacks below `under` (-1: the root), each function as `rename` says. */
function copyStacks(
  from: TreeProfile,
  to: CallTreeBuilder,
  under: number,
  rename: (fn: ProfileFunction) => ProfileFunction,
): void {
  const functions = from.functions.map((fn) => to.fn(rename(fn)));
  const nodes: number[] = [];
  for (const { fn, parent, selfUs, samples } of from.calls.nodes) {
    const node = to.node(nodes[parent] ?? under, functions[fn] ?? 0);
    to.add(node, selfUs, samples);
    nodes.push(node);
  }
}

/** The same profile with every function as `rename` says; functions that become equal become one. */
export function renameFunctions(profile: TreeProfile, rename: (fn: ProfileFunction) => ProfileFunction): TreeProfile {
  const tree = new CallTreeBuilder();
  copyStacks(profile, tree, -1, rename);
  return treeProfile(profile, tree);
}

/** Threads of one process as one profile, each below a frame with its title; a single thread stays as it is. */
export function joinThreads(
  facts: ProfileFacts,
  threads: readonly { readonly title: string; readonly profile: TreeProfile }[],
): TreeProfile {
  const tree = new CallTreeBuilder();
  for (const { title, profile } of threads) {
    const under = threads.length > 1 ? tree.node(-1, tree.fn(threadFunction(title))) : -1;
    copyStacks(profile, tree, under, (fn) => fn);
  }
  return treeProfile(facts, tree);
}
