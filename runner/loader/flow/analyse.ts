// Walks a program until nothing new is learned about which functions its values may be (a control-flow analysis
// without contexts: one set of values per variable, property name and function). Over-estimates, never under.

import type { AnyNode, Program } from "acorn";
import type { Scopes } from "../scopes.ts";
import type { CallSite } from "./calls.ts";
import { evaluate } from "./expressions.ts";
import { Heap } from "./heap.ts";
import { visit } from "./statements.ts";
import type { Values } from "./values.ts";
import type { Walk } from "./walk.ts";

export interface Flow {
  readonly heap: Heap;
  readonly sites: readonly CallSite[];
  /** Members the language may call by itself (toString, Symbol.iterator), with what they may be. */
  readonly protocol: ReadonlyMap<AnyNode, Values>;
}

/** Analyses a module as esbuild prints it: all exports in one clause. */
export function analyseFlow(program: Program, scopes: Scopes): Flow {
  const heap = new Heap(scopes);
  const walk: Walk = {
    heap,
    sites: new Map(),
    protocol: new Map(),
    owner: program,
    withArguments: undefined,
    classes: [],
    visit: (node) => visit(walk, node),
    evaluate: (node) => evaluate(walk, node),
  };
  settle(walk, program);
  // Only now does an empty set mean that nobody can be seen to write there, rather than that nobody has yet.
  heap.emptyIsUnknown = true;
  heap.changes++;
  settle(walk, program);
  return { heap, sites: [...walk.sites.values()], protocol: walk.protocol };
}

function settle(walk: Walk, program: Program): void {
  let before: number;
  do {
    before = walk.heap.changes;
    program.body.forEach(walk.visit);
    walk.heap.settle();
  } while (walk.heap.changes > before);
}
