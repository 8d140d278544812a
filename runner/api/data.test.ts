import { describe, expect, test } from "vitest";
import { dataModule, SharedArrays } from "./data.ts";

function shared(store: SharedArrays, name: unknown, make: unknown, inInit = true): unknown[] {
  const { SharedArray } = dataModule(store, () => inInit);
  const made: unknown = typeof SharedArray === "function" ? Reflect.construct(SharedArray, [name, make]) : undefined;
  if (!Array.isArray(made)) throw new Error("not an array");
  return made;
}

const items = (): unknown[] => [{ a: 1, b: [1, 2] }, "str", null, 5, Number.NaN];

describe("a SharedArray", () => {
  test("is made once, whoever asks", () => {
    const store = new SharedArrays();
    let made = 0;
    const make = (): unknown[] => {
      made++;
      return items();
    };
    expect(shared(store, "a", make)).toHaveLength(5);
    expect(shared(store, "a", make)).toHaveLength(5);
    expect(made).toBe(1);
  });

  test("reads like an array", () => {
    const array = shared(new SharedArrays(), "a", items);
    const plain = [{ a: 1, b: [1, 2] }, "str", null, 5, null];
    expect(Array.isArray(array)).toBe(true);
    expect([...array]).toEqual(plain);
    expect(array.map((x) => typeof x)).toEqual(["object", "string", "object", "number", "object"]);
    expect([array.at(-2), array.includes(5), array.find((x) => x === "str"), array[9]]).toEqual([
      5,
      true,
      "str",
      undefined,
    ]);
    expect(Object.keys(array)).toEqual(["0", "1", "2", "3", "4"]);
    expect(JSON.parse(JSON.stringify(array))).toEqual(plain);
  });

  test("gives a fresh frozen copy at each access", () => {
    const array = shared(new SharedArrays(), "a", items);
    const [first] = array;
    expect(first).toEqual(array[0]);
    expect(first).not.toBe(array[0]);
    expect(Object.isFrozen(first) && Object.isFrozen(Reflect.get(Object(first), "b"))).toBe(true);
  });

  test("cannot be changed", () => {
    const array = shared(new SharedArrays(), "a", items);
    for (const change of [
      () => array.push(1),
      () => (array[0] = 1),
      () => delete array[0],
      () => (array.length = 0),
      () => array.sort(),
    ])
      expect(change).toThrow("SharedArray is immutable");
    expect(array).toHaveLength(5);
  });
});

test.each([
  ["", items, true, "empty name provided to SharedArray's constructor"],
  ["a", undefined, true, "a function is expected as the second argument of SharedArray's constructor"],
  ["a", () => ({}), true, "only arrays can be made into SharedArray"],
  ["a", async () => [1], true, "SharedArray constructor does not support async functions as second argument"],
  ["a", items, false, "new SharedArray must be called in the init context"],
  ["a", () => [undefined], true, "item 0 of a SharedArray cannot be written as JSON"],
])("%j is refused", (name, make, inInit, message) => {
  expect(() => shared(new SharedArrays(), name, make, inInit)).toThrow(message);
});

test("what the function throws comes through", () => {
  const make = (): never => {
    throw new Error("inner");
  };
  expect(() => shared(new SharedArrays(), "f", make)).toThrow("inner");
});

test("a user's view of many items takes no memory for each of them", () => {
  const store = new SharedArrays();
  const make = (): number[] => Array.from({ length: 200_000 }, (_, i) => i);
  const first = shared(store, "rows", make);
  const before = process.memoryUsage().heapUsed;
  const views = Array.from({ length: 100 }, () => shared(store, "rows", make));
  // A slot an item would be 160 MB.
  expect((process.memoryUsage().heapUsed - before) / 1e6).toBeLessThan(40);
  expect(views.map((view) => [view.length, view.at(-1)])).toEqual(views.map(() => [first.length, 199_999]));
});
