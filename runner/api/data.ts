// The module `k6/data`: SharedArray, kept once for all users of a script. Each item is kept as JSON, parsed and frozen
// at each access, so no user sees another's changes.

import { types } from "node:util";
import type { ModuleNamespace } from "../loader/script.ts";
import { goError } from "../vu/go-error.ts";

/** An item: text, number, boolean or null as it is, an object or array as JSON. */
type Kept = { readonly value: string | number | boolean | null } | { readonly json: string };

/** The shared arrays of one script by name. Make one and give it to every VU. */
export class SharedArrays {
  readonly #kept = new Map<string, readonly Kept[]>();

  /** The items called `name`, made by `make` the first time. */
  get(name: string, make: () => readonly Kept[]): readonly Kept[] {
    const known = this.#kept.get(name);
    if (known) return known;
    const made = make();
    this.#kept.set(name, made);
    return made;
  }
}

function keep(item: unknown, index: number): Kept {
  if (item === null || typeof item === "string" || typeof item === "boolean") return { value: item };
  if (typeof item === "number") return { value: Number.isFinite(item) ? item : null };
  const json: string | undefined = JSON.stringify(item);
  if (json === undefined) throw new SyntaxError(`item ${index} of a SharedArray cannot be written as JSON`);
  return { json };
}

function freeze(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  for (const member of Object.values(value)) freeze(member);
  return Object.freeze(value);
}

function itemOf(kept: Kept | undefined): unknown {
  if (kept === undefined) return undefined;
  return "json" in kept ? freeze(JSON.parse(kept.json)) : kept.value;
}

const immutable = (): never => {
  throw new TypeError("SharedArray is immutable");
};

/** Index that a property key names, or -1. */
const indexOf = (key: string | symbol): number =>
  typeof key === "string" && /^(0|[1-9]\d*)$/.test(key) ? Number(key) : -1;

/**
 * As long as `length` says, with nothing behind it: `new Array(length)` takes eight bytes an item in every user. An
 * element far beyond the end makes V8 keep the elements as a dictionary, which stays when it is empty again.
 */
function hollow(length: number): unknown[] {
  const array: unknown[] = [];
  if (length === 0) return array;
  array[length - 1] = null;
  Reflect.deleteProperty(array, length - 1);
  return array;
}

/** An array that reads through to the kept items; its own slots stay empty. */
function view(items: readonly Kept[]): unknown[] {
  return new Proxy(hollow(items.length), {
    get: (target, key, receiver): unknown => {
      const index = indexOf(key);
      return index >= 0 ? itemOf(items[index]) : Reflect.get(target, key, receiver);
    },
    has: (target, key) => {
      const index = indexOf(key);
      return index >= 0 ? index < items.length : Reflect.has(target, key);
    },
    ownKeys: () => [...Array.from(items, (_, i) => String(i)), "length"],
    getOwnPropertyDescriptor: (target, key) => {
      const index = indexOf(key);
      if (index < 0 || index >= items.length) return Reflect.getOwnPropertyDescriptor(target, key);
      return { value: itemOf(items[index]), enumerable: true, configurable: true, writable: false };
    },
    set: immutable,
    deleteProperty: immutable,
    defineProperty: immutable,
    setPrototypeOf: immutable,
    preventExtensions: immutable,
  });
}

function makeItems(make: () => unknown): readonly Kept[] {
  const made = make();
  if (types.isPromise(made))
    throw goError("SharedArray constructor does not support async functions as second argument");
  if (!Array.isArray(made)) throw goError("only arrays can be made into SharedArray");
  return made.map(keep);
}

/** An array of `make`'s items, made once for a thread under a name that no script can take. */
export const sharedArray = (shared: SharedArrays, name: string, make: () => readonly unknown[]): unknown[] =>
  view(shared.get(`\u0000${name}`, () => make().map(keep)));

/** @param inInit whether the VU is in its init code: elsewhere no array may be made */
export function dataModule(shared: SharedArrays, inInit: () => boolean): ModuleNamespace {
  /** Called with `new`, or without, as k6 allows. */
  function SharedArray(name: unknown, make: unknown): unknown[] {
    if (!inInit()) throw goError("new SharedArray must be called in the init context");
    if (typeof name !== "string" || name === "") throw goError("empty name provided to SharedArray's constructor");
    if (typeof make !== "function")
      throw goError("a function is expected as the second argument of SharedArray's constructor");
    return view(shared.get(name, () => makeItems(() => Reflect.apply(make, undefined, []))));
  }
  const members = { SharedArray };
  return { ...members, default: members };
}
