// What the loader's value analysis can know about a value: which functions of the script it may be, and which
// receivers are surely not objects of the script. Sets of values only grow.

import type { AnyNode, Class, ObjectExpression } from "acorn";
import type { FunctionNode } from "../syntax.ts";

/** How the values of a pool are used; what holds for a pool holds for the pools in it. */
export type PoolUse = "called" | "spread" | "given" | "loose";

/** What a value that stands for a pool lets others see and do (pool.ts). */
export interface ValuePool {
  /** What was put in. */
  readonly contents: Values;
  /** The kinds of what is in it, pools in it included. */
  readonly kinds: Values;
  /** What its functions return when it is called. */
  readonly result: { readonly values: Values };
  call(args: readonly Values[], spread: boolean): void;
  use(use: PoolUse): void;
}

export type Value =
  | { readonly kind: "function"; readonly node: FunctionNode }
  | { readonly kind: "class"; readonly node: Class }
  | { readonly kind: "object"; readonly node: ObjectExpression }
  /** A k6 module's namespace or default export. */
  | { readonly kind: "module"; readonly module: string }
  /** One export of a k6 module. */
  | { readonly kind: "export"; readonly module: string; readonly name: string }
  /** A global and what hangs on it: "JSON", "Object.entries". */
  | { readonly kind: "global"; readonly path: string }
  /** Built-in containers: their own methods are never the script's. */
  | { readonly kind: "array" | "map" }
  /** Numbers, strings, JSON, and what k6 returns: no functions of the script inside. */
  | { readonly kind: "data" }
  | { readonly kind: "promise" }
  /** Anything else: instances of the script's classes and what the analysis does not follow. */
  | { readonly kind: "unknown" }
  /** All that was put into a pool; large sets are pointed to like this, never copied. */
  | { readonly kind: "pool"; readonly pool: ValuePool }
  /** Some function or class of the script: stands for those in a pool where it does not matter which. */
  | { readonly kind: "callable" };

export type Values = ReadonlySet<Value>;

export const array: Value = { kind: "array" };
export const map: Value = { kind: "map" };
export const data: Value = { kind: "data" };
export const promise: Value = { kind: "promise" };
export const unknown: Value = { kind: "unknown" };
export const callable: Value = { kind: "callable" };

/** One value per thing, so that sets of values work by identity. */
export class Interned {
  readonly #byNode = new Map<AnyNode | Class | FunctionNode, Value>();
  readonly #byName = new Map<string, Value>();

  function(node: FunctionNode): Value {
    return this.#node(node, { kind: "function", node });
  }

  class(node: Class): Value {
    return this.#node(node, { kind: "class", node });
  }

  object(node: ObjectExpression): Value {
    return this.#node(node, { kind: "object", node });
  }

  module(module: string): Value {
    return this.#name(`module ${module}`, { kind: "module", module });
  }

  export(module: string, name: string): Value {
    return this.#name(`export ${module} ${name}`, { kind: "export", module, name });
  }

  global(path: string): Value {
    return this.#name(`global ${path}`, { kind: "global", path });
  }

  #node(node: AnyNode | Class | FunctionNode, value: Value): Value {
    const known = this.#byNode.get(node);
    if (!known) this.#byNode.set(node, value);
    return known ?? value;
  }

  #name(key: string, value: Value): Value {
    const known = this.#byName.get(key);
    if (!known) this.#byName.set(key, value);
    return known ?? value;
  }
}

/** What kinds of value there may be, those in pools included: one `callable` for all of a pool's functions. */
export function* kindsOf(values: Values): Generator<Value> {
  for (const value of values) {
    if (value.kind === "pool") yield* value.pool.kinds;
    else yield value;
  }
}

/** Every value there may be, those in pools included, each pool's once. May be long: for what is done once. */
export function* expanded(values: Values, seen = new Set<ValuePool>()): Generator<Value> {
  for (const value of values) {
    if (value.kind !== "pool") yield value;
    else if (!seen.has(value.pool)) {
      seen.add(value.pool);
      yield* expanded(value.pool.contents, seen);
    }
  }
}

/** Values that are worth a look one by one, again for each that is new. Chosen, not measured. */
const FEW = 20;

/** Every value there may be, those in pools included; undefined if they are many. */
export function expandedFew(values: Values): readonly Value[] | undefined {
  const seen = new Set<ValuePool>();
  const found: Value[] = [];
  let looked = 0;
  const open = [...values];
  for (let value = open.pop(); value; value = open.pop()) {
    if (++looked > FEW) return undefined;
    if (value.kind !== "pool") found.push(value);
    else if (!seen.has(value.pool)) {
      seen.add(value.pool);
      if (value.pool.contents.size > FEW) return undefined;
      open.push(...value.pool.contents);
    }
  }
  return found;
}

/** True if every value is built in or data; false for the empty set, about which nothing is known. */
export function isBuiltIn(values: Values): boolean {
  for (const { kind } of kindsOf(values)) {
    if (["unknown", "object", "class", "function", "callable"].includes(kind)) return false;
  }
  return values.size > 0;
}
