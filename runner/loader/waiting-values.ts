// Which values wait when they are called: what the k6 modules have, the functions that may reach one of those, and the
// pools that hold one. Each value is looked at once.

import type { AnyNode } from "acorn";
import { waits } from "./blocking.ts";
import type { Heap } from "./flow/heap.ts";
import type { Value } from "./flow/values.ts";
import { type FunctionNode, isFunction } from "./syntax.ts";

export class WaitingValues {
  readonly functions = new Set<FunctionNode>();
  readonly #heap: Heap;
  readonly #waiting = new Set<Value>();
  /** Functions that call a value. */
  readonly #callers = new Map<Value, Set<FunctionNode>>();
  /** Pools that hold a value. */
  readonly #holders = new Map<Value, Set<Value>>();
  #async: ReadonlySet<Value> | undefined;
  readonly #seen = new Set<Value>();
  readonly #next: Value[] = [];

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  has(value: Value): boolean {
    return this.#waiting.has(value);
  }

  /** Code of `owner` may call `value`. */
  watch(value: Value, owner: AnyNode): void {
    this.#look(value);
    if (!isFunction(owner)) return;
    const callers = this.#callers.get(value) ?? new Set();
    this.#callers.set(value, callers.add(owner));
  }

  /** Finds everything that waits because of what it may call. */
  spread(): void {
    for (let value = this.#next.pop(); value; value = this.#next.pop()) {
      for (const owner of this.#callers.get(value) ?? []) {
        this.functions.add(owner);
        this.#mark(this.#heap.interned.function(owner));
      }
      for (const holder of this.#holders.get(value) ?? []) this.#mark(holder);
    }
  }

  /** True for an async function of the script that waits, and for a pool that holds one. To be asked after `spread`. */
  isAsync(value: Value): boolean {
    this.#async ??= this.#findAsync();
    return this.#async.has(value);
  }

  #findAsync(): ReadonlySet<Value> {
    const found = new Set<Value>();
    const open = [...this.#waiting].filter((value) => value.kind === "function" && value.node.async);
    for (let value = open.pop(); value; value = open.pop()) {
      if (found.has(value)) continue;
      found.add(value);
      open.push(...(this.#holders.get(value) ?? []));
    }
    return found;
  }

  #look(value: Value): void {
    const open = [value];
    for (let each = open.pop(); each; each = open.pop()) {
      if (this.#seen.has(each)) continue;
      this.#seen.add(each);
      if (each.kind === "export" && waits(each.module, each.name)) this.#mark(each);
      if (each.kind !== "pool") continue;
      for (const held of each.pool.contents) {
        const holders = this.#holders.get(held) ?? new Set();
        this.#holders.set(held, holders.add(each));
        open.push(held);
      }
    }
  }

  #mark(value: Value): void {
    if (this.#waiting.has(value)) return;
    this.#waiting.add(value);
    this.#next.push(value);
  }
}
