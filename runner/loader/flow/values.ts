// What the loader's value analysis can know about a value: which functions of the script it may be, and which
// receivers are surely not objects of the script. Sets of values only grow.

import type { AnyNode, Class, ObjectExpression } from "acorn";
import type { FunctionNode } from "../syntax.ts";

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
  | { readonly kind: "unknown" };

export type Values = ReadonlySet<Value>;

export const array: Value = { kind: "array" };
export const map: Value = { kind: "map" };
export const data: Value = { kind: "data" };
export const promise: Value = { kind: "promise" };
export const unknown: Value = { kind: "unknown" };

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

/** A place that values flow into; says so when it learns something. */
export class Cell {
  readonly values = new Set<Value>();
  /** How much of each source was taken already: sets only grow, so size tells. */
  readonly #taken = new Map<Values, number>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  add(...values: readonly Value[]): void {
    for (const value of values) {
      if (this.values.has(value)) continue;
      this.values.add(value);
      this.#changed();
    }
  }

  addAll(source: Values): void {
    if (source === this.values || this.#taken.get(source) === source.size) return;
    this.#taken.set(source, source.size);
    this.add(...source);
  }
}

/** True if every value is built in or data; false for the empty set, about which nothing is known. */
export function isBuiltIn(values: Values): boolean {
  for (const { kind } of values) {
    if (kind === "unknown" || kind === "object" || kind === "class" || kind === "function") return false;
  }
  return values.size > 0;
}
