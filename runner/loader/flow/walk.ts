// What the parts of the walk over a program share: what is known so far, and where the walk is. The parts know each
// other only through this, since statements, expressions and definitions contain one another without end.

import type { AnyNode, Class, Expression, Super } from "acorn";
import type { CallNode, FunctionNode } from "../syntax.ts";
import type { CallSite, Owner } from "./calls.ts";
import type { Heap } from "./heap.ts";
import { data, unknown, type Value, type Values } from "./values.ts";
import type { Worklist } from "./worklist.ts";

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
  /** Functions whose bodies are being walked, each by itself. */
  readonly bodies: Set<FunctionNode>;
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

/** The values of a node that has just one. */
export function only(walk: Walk, node: AnyNode | Class, value: Value): Values {
  const cell = walk.heap.at(node);
  cell.add(value);
  return cell.values;
}
