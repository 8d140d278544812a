// Array methods whose callback is awaited, with the language's own semantics in every other respect: order, holes,
// length taken once, early exit, the receiver mutated meanwhile. Also for Map, Set and typed arrays.

import { onlyK6 } from "../vu/only-k6.ts";

type Callback = (...args: readonly never[]) => unknown;
type List = ArrayLike<unknown> & Record<number, unknown>;

const typedArray: object = Object.getPrototypeOf(Uint8Array.prototype);

function property(of: object, name: string): unknown {
  return Reflect.get(of, name);
}

function isCallback(value: unknown): value is Callback {
  return typeof value === "function";
}

function isIterable(value: object): value is Iterable<unknown> {
  return typeof Reflect.get(value, Symbol.iterator) === "function";
}

function isList(value: unknown): value is List {
  return typeof value === "object" && value !== null && "length" in value && typeof value.length === "number";
}

/** What `map` and `filter` collect into: the receiver's own kind of array. */
function emptyLike(list: List, length: number): List {
  const made = property(list, "constructor");
  if (made === Array || typeof made !== "function") return new Array(length);
  const species: unknown = Reflect.get(made, Symbol.species);
  const empty: unknown = typeof species === "function" ? Reflect.construct(species, [length]) : new Array(length);
  return isList(empty) ? empty : new Array(length);
}

/** `find` and its kin look at holes; all others skip them. */
async function walk(method: string, list: List, callback: Callback, self: unknown): Promise<unknown> {
  const length = list.length;
  const finds = method.startsWith("find");
  const backwards = method === "findLast" || method === "findLastIndex";
  const mapped = method === "map" ? emptyLike(list, length) : undefined;
  const kept: unknown[] = [];
  for (let step = 0; step < length; step++) {
    const index = backwards ? length - 1 - step : step;
    if (!finds && !(index in list)) continue;
    const value = list[index];
    const got: unknown = await Reflect.apply(callback, self, [value, index, list]);
    if (mapped) mapped[index] = got;
    else if (method === "filter" && got) kept.push(value);
    else if (method === "flatMap") kept.push(...(Array.isArray(got) ? got.filter(() => true) : [got]));
    else if (method === "some" && got) return true;
    else if (method === "every" && !got) return false;
    else if (finds && got) return method.endsWith("Index") ? index : value;
  }
  switch (method) {
    case "map":
      return mapped;
    case "filter":
      return gathered(list, kept);
    case "flatMap":
      return kept;
    case "some":
      return false;
    case "every":
      return true;
    default:
      return method.endsWith("Index") ? -1 : undefined;
  }
}

/** What `filter` kept, in the receiver's own kind of array. */
function gathered(list: List, kept: readonly unknown[]): List {
  const result = emptyLike(list, ArrayBuffer.isView(list) ? kept.length : 0);
  kept.forEach((value, index) => {
    result[index] = value;
  });
  return result;
}

async function fold(method: string, list: List, args: readonly unknown[]): Promise<unknown> {
  const [callback, initial] = args;
  if (!isCallback(callback)) throw new TypeError(`${String(callback)} is not a function`);
  const length = list.length;
  let has = args.length > 1;
  let total = initial;
  for (let step = 0; step < length; step++) {
    const index = method === "reduceRight" ? length - 1 - step : step;
    if (!(index in list)) continue;
    total = has ? await Reflect.apply(callback, undefined, [total, list[index], index, list]) : list[index];
    has = true;
  }
  if (!has) throw new TypeError("Reduce of empty array with no initial value");
  return total;
}

async function forEachEntry(collection: Map<unknown, unknown> | Set<unknown>, args: readonly unknown[]): Promise<void> {
  const [callback, self] = args;
  if (!isCallback(callback)) throw new TypeError(`${String(callback)} is not a function`);
  for (const [key, value] of collection.entries()) await Reflect.apply(callback, self, [value, key, collection]);
}

/** `Array.from(source, callback, self)`: an iterable one step at a time, else by its length. */
async function arrayFrom(source: object, callback: unknown, self: unknown): Promise<unknown> {
  if (!isCallback(callback)) throw new TypeError(`${String(callback)} is not a function`);
  const made: unknown[] = [];
  const put = async (value: unknown): Promise<void> => {
    made.push(await Reflect.apply(callback, self, [value, made.length]));
  };
  if (isIterable(source)) for (const value of source) await put(value);
  else {
    const length = Math.max(0, Math.trunc(Number(property(source, "length")) || 0));
    for (let index = 0; index < length; index++) await put(property(source, String(index)));
  }
  return made;
}

/**
 * `receiver.method(...args)` with the callback awaited. A method of the script's own is called, since it awaits by
 * itself.
 * @throws TypeError as the method would; CliError for a method of Node's that has no awaiting version
 */
export async function each(receiver: object, method: string, ...args: readonly unknown[]): Promise<unknown> {
  const own = property(receiver, method);
  if (!isCallback(own)) throw new TypeError(`.${method} is not a function`);
  if (own === Array.from) {
    const [source, callback, self] = args;
    return arrayFrom(Object(source), callback, self);
  }
  const ofArray = own === property(Array.prototype, method) || own === property(typedArray, method);
  if (ofArray && isList(receiver)) {
    if (method === "reduce" || method === "reduceRight") return fold(method, receiver, args);
    const [callback, self] = args;
    if (!isCallback(callback)) throw new TypeError(`${String(callback)} is not a function`);
    return walk(method, receiver, callback, self);
  }
  if (own === Map.prototype.forEach && receiver instanceof Map) return forEachEntry(receiver, args);
  if (own === Set.prototype.forEach && receiver instanceof Set) return forEachEntry(receiver, args);
  if (/\[native code\]\s*\}$/.test(Function.prototype.toString.call(own))) {
    throw onlyK6(`${method}() cannot wait for its callback here`);
  }
  return await Reflect.apply(own, receiver, args);
}
