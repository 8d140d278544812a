// What the parts of the walk over a program share: what is known so far, and where the walk is. The parts know each
// other only through this, since statements, expressions and definitions contain one another without end.

import type { AnyNode, Class, Expression, Super } from "acorn";
import type { CallNode, FunctionNode } from "../syntax.ts";
import type { CallSite, Owner } from "./calls.ts";
import type { Heap } from "./heap.ts";
import { data, unknown, type Value, type Values } from "./values.ts";
import type { Unit, Worklist } from "./worklist.ts";

export interface Walk {
  readonly heap: Heap;
  readonly sites: Map<CallNode, CallSite>;
  /** Members the language may call by itself (toString, Symbol.iterator), with what they may be. */
  readonly protocol: Map<AnyNode, Values>;
  /** The code being walked. */
  owner: Owner;
  /** The innermost function that has `arguments` of its own. */
  withArguments: FunctionNode | undefined;
  /** Classes being walked, the innermost last. */
  classes: Class[];
  /** Functions and statements that are walked by themselves. */
  readonly apart: Set<AnyNode>;
  readonly work: Worklist;
  /** Walks a statement, or any node whose value is of no interest. */
  visit(node: AnyNode): void;
  /** Walks an expression and gives what its value may be. */
  evaluate(node: Expression | Super): Values;
}

export const dataValue: Values = new Set([data]);
export const unknownValue: Values = new Set([unknown]);

/** Walks code that belongs to `owner`. */
export function within(walk: Walk, owner: Owner, body: () => void): void {
  const outer = walk.owner;
  walk.owner = owner;
  body();
  walk.owner = outer;
}

/**
 * Walks a node by itself, soon, and again when something it read has grown: so what is walked again is small however
 * long the functions of a library are.
 */
export function byItself(walk: Walk, node: AnyNode, body: () => void): void {
  const unit = unitOf(walk, node, body);
  if (unit) walk.work.queue(unit);
}

/** Walks a node by itself as `byItself` does, the first time before anything else: for what gives a value. */
export function atOnce(walk: Walk, node: AnyNode, body: () => void): void {
  const unit = unitOf(walk, node, body);
  if (unit) walk.work.runNow(unit);
}

function unitOf(walk: Walk, node: AnyNode, body: () => void): Unit | undefined {
  if (walk.apart.has(node)) return undefined;
  walk.apart.add(node);
  const { owner, withArguments } = walk;
  const classes = [...walk.classes];
  return {
    run() {
      const before = { owner: walk.owner, withArguments: walk.withArguments, classes: walk.classes };
      Object.assign(walk, { owner, withArguments, classes: [...classes] });
      body();
      Object.assign(walk, before);
    },
  };
}

/** The values of a node that has just one. */
export function only(walk: Walk, node: AnyNode | Class, value: Value): Values {
  const cell = walk.heap.at(node);
  cell.add(value);
  return cell.values;
}
