// Walks a program until nothing new is learned about which functions its values may be (a control-flow analysis
// without contexts: one set of values per variable, property name and function). Over-estimates, never under.

import type { AnyNode, Program } from "acorn";
import type { Scopes } from "../scopes.ts";
import { type CallSite, poolHandler } from "./calls.ts";
import { evaluate } from "./expressions.ts";
import { Heap } from "./heap.ts";
import { visit } from "./statements.ts";
import type { Values } from "./values.ts";
import type { Walk } from "./walk.ts";
import { Worklist } from "./worklist.ts";

export interface Flow {
  readonly heap: Heap;
  readonly sites: readonly CallSite[];
  /** Members the language may call by itself (toString, Symbol.iterator), with what they may be. */
  readonly protocol: ReadonlyMap<AnyNode, Values>;
  /** How often a part of the program was looked at. */
  readonly steps: number;
}

/**
 * Analyses a module as esbuild prints it: all exports in one clause.
 * @throws CliError (107) when there is no end in sight
 */
export async function analyseFlow(program: Program, scopes: Scopes): Promise<Flow> {
  const work = new Worklist();
  const heap = new Heap(scopes, work, poolHandler);
  const walk: Walk = {
    heap,
    work,
    sites: new Map(),
    protocol: new Map(),
    owner: program,
    withArguments: undefined,
    classes: [],
    apart: new Set(),
    visit: (node) => visit(walk, node),
    evaluate: (node) => evaluate(walk, node),
  };
  program.body.forEach(walk.visit);
  work.queue({ run: () => heap.anything.addAll(heap.elements.values) });
  await work.empty();
  // Only now does an empty set mean that nobody can be seen to write there, rather than that nobody has yet.
  heap.emptyBecomesUnknown();
  await work.empty();
  return { heap, sites: [...walk.sites.values()], protocol: walk.protocol, steps: work.steps };
}
