// Builds a call tree from stacks, merging equal ones. Limits keep a damaged or hostile file in bounded memory; whoever
// reads a file turns the error into words for its user.

import type { CallTree, ProfileFacts, ProfileFunction, TreeNode, TreeProfile } from "./profile.ts";

/** More than any real profile has, and little enough to hold: nodes, functions, frames of one stack. */
export const treeLimits = { nodes: 1_000_000, functions: 500_000, depth: 4096 } as const;

/** Thrown when a profile is larger than `treeLimits`. */
export class ProfileTooLarge extends Error {}

interface OpenNode {
  readonly fn: number;
  readonly parent: number;
  selfUs: number;
  samples: number;
}

export class CallTreeBuilder {
  readonly #functions: ProfileFunction[] = [];
  readonly #functionIndex = new Map<string, number>();
  readonly #nodes: OpenNode[] = [];
  readonly #children = new Map<number, number>();
  readonly #depth: number[] = [];

  /** The index of a function; equal functions have one index. @throws ProfileTooLarge */
  fn(fn: ProfileFunction): number {
    const key = JSON.stringify([fn.name, fn.file, fn.line, fn.column]);
    const known = this.#functionIndex.get(key);
    if (known !== undefined) return known;
    const index = this.#functions.push(fn) - 1;
    if (index >= treeLimits.functions) throw new ProfileTooLarge(`more than ${treeLimits.functions} functions`);
    this.#functionIndex.set(key, index);
    return index;
  }

  /** The node of `fn` below `parent` (-1: at the root), made when new. @throws ProfileTooLarge */
  node(parent: number, fn: number): number {
    const key = (parent + 1) * treeLimits.functions + fn;
    const known = this.#children.get(key);
    if (known !== undefined) return known;
    const depth = (this.#depth[parent] ?? 0) + 1;
    if (depth > treeLimits.depth) throw new ProfileTooLarge(`a stack deeper than ${treeLimits.depth} frames`);
    const index = this.#nodes.push({ fn, parent, selfUs: 0, samples: 0 }) - 1;
    if (index >= treeLimits.nodes) throw new ProfileTooLarge(`more than ${treeLimits.nodes} distinct stacks`);
    this.#children.set(key, index);
    this.#depth.push(depth);
    return index;
  }

  /** Adds time and samples to one stack; the sum, not each addition, is rounded to whole microseconds. */
  add(node: number, selfUs: number, samples: number): void {
    const open = this.#nodes[node];
    if (open === undefined) throw new RangeError(`no node ${node}`);
    open.selfUs += selfUs;
    open.samples += samples;
  }

  /** Adds a stack given from the root down; an empty one is ignored. */
  addStack(functions: readonly number[], selfUs: number, samples: number): void {
    let node = -1;
    for (const fn of functions) node = this.node(node, fn);
    if (node >= 0) this.add(node, selfUs, samples);
  }

  /** The tree without stacks that nothing ran in, and the functions it uses. */
  close(): { functions: readonly ProfileFunction[]; calls: CallTree } {
    const used = this.#usedNodes();
    const functions: ProfileFunction[] = [];
    const newFunction = new Map<number, number>();
    const newNode = new Map<number, number>([[-1, -1]]);
    const nodes: TreeNode[] = [];
    this.#nodes.forEach((node, index) => {
      if (!used[index]) return;
      let fn = newFunction.get(node.fn);
      const facts = this.#functions[node.fn];
      if (fn === undefined && facts !== undefined) {
        fn = functions.push(facts) - 1;
        newFunction.set(node.fn, fn);
      }
      newNode.set(index, nodes.length);
      nodes.push({
        fn: fn ?? 0,
        parent: newNode.get(node.parent) ?? -1,
        selfUs: Math.round(node.selfUs),
        samples: node.samples,
      });
    });
    return { functions, calls: { shape: "tree", nodes } };
  }

  #usedNodes(): boolean[] {
    const used = this.#nodes.map((node) => Math.round(node.selfUs) > 0 || node.samples > 0);
    for (let index = used.length - 1; index >= 0; index--) {
      const node = this.#nodes[index];
      if (used[index] && node !== undefined && node.parent >= 0) used[node.parent] = true;
    }
    return used;
  }
}

/** The built tree as a profile. Samples are counted here; `facts.sampleCount` only says whether there are any (null). */
export function treeProfile(facts: ProfileFacts, tree: CallTreeBuilder): TreeProfile {
  const closed = tree.close();
  const samples = closed.calls.nodes.reduce((sum, node) => sum + node.samples, 0);
  return { ...facts, ...closed, sampleCount: facts.sampleCount === null ? null : samples };
}
