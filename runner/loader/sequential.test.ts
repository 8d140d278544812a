import fc from "fast-check";
import { expect, test } from "vitest";
import { WITH_K6 } from "../vu/only-k6.ts";
import { each } from "./sequential.ts";

const methods = [
  ...(["forEach", "map", "filter", "some", "every", "find", "findIndex", "findLast", "findLastIndex"] as const),
  "flatMap",
] as const;

/** Arrays with holes. */
const sparse = fc.array(fc.option(fc.integer({ min: -9, max: 9 })), { maxLength: 8 }).map((values) => {
  const list: (number | undefined)[] = new Array(values.length);
  values.forEach((value, index) => {
    if (value !== null) list[index] = value;
  });
  return list;
});

/** A callback that changes the list it is called for, notes its arguments and gives something of use to any method. */
function meddler(
  edit: number,
  notes: unknown[],
): (this: unknown, value: unknown, index: number, list: unknown[]) => unknown {
  return function (this: unknown, value, index, list) {
    notes.push([value, index, list.length, this === notes]);
    if (index === edit % 4) list.push(edit);
    if (index === edit % 3) list.length = Math.max(1, list.length - 1);
    if (edit % 7 === 6 && index === 2) throw new Error("stop");
    return Number(value ?? 0) > edit ? [index, [value]] : 0;
  };
}

async function outcome(run: () => unknown): Promise<unknown> {
  try {
    return { value: await run() };
  } catch (error) {
    return { error: String(error) };
  }
}

test.each(methods)("%s with a waiting callback does what the array's own does", async (method) => {
  await fc.assert(
    fc.asyncProperty(sparse, fc.nat({ max: 20 }), async (list, edit) => {
      const [plain, waiting] = [[...list], [...list]];
      for (const index of list.keys()) if (!(index in list)) for (const copy of [plain, waiting]) delete copy[index];
      const [seenPlain, seenWaiting]: [unknown[], unknown[]] = [[], []];
      const [callPlain, callWaiting] = [meddler(edit, seenPlain), meddler(edit, seenWaiting)];
      const late = async function (this: unknown, value: unknown, index: number, all: unknown[]): Promise<unknown> {
        await undefined;
        return callWaiting.call(this, value, index, all);
      };
      const expected = await outcome(() => Reflect.apply(plain[method], plain, [callPlain, seenPlain]));
      expect(await outcome(() => each(waiting, method, late, seenWaiting))).toStrictEqual(expected);
      expect(waiting).toStrictEqual(plain);
      expect(seenWaiting).toEqual(seenPlain);
    }),
    { numRuns: 60 },
  );
});

test.each(["reduce", "reduceRight"] as const)(
  "%s with a waiting callback does what the array's own does",
  async (method) => {
    await fc.assert(
      fc.asyncProperty(sparse, fc.boolean(), async (list, start) => {
        const add = (total: unknown, value: unknown, index: number): string => `${total},${value}@${index}`;
        const late = async (total: unknown, value: unknown, index: number): Promise<string> => add(total, value, index);
        const initial = start ? ["s"] : [];
        const expected = await outcome(() => Reflect.apply(list[method], list, [add, ...initial]));
        expect(await outcome(() => each(list, method, late, ...initial))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  },
);

test("typed arrays give typed arrays, subclasses their own kind", async () => {
  class Stack extends Array {}
  const twice = async (n: unknown): Promise<number> => Number(n) * 2;
  expect(await each(new Uint8Array([1, 200]), "map", twice)).toEqual(new Uint8Array([2, 144]));
  expect(await each(new Uint8Array([1, 0, 3]), "filter", async (n: number) => n)).toEqual(new Uint8Array([1, 3]));
  expect(await each(Stack.from([1, 2]), "map", twice)).toBeInstanceOf(Stack);
});

test("maps and sets are walked while they change", async () => {
  const set = new Set([1, 2]);
  const seen: unknown[] = [];
  await each(set, "forEach", async (value: number) => {
    seen.push(value);
    if (value < 4) set.add(value + 2);
  });
  expect(seen).toEqual([1, 2, 3, 4, 5]);
  const entries: unknown[] = [];
  await each(new Map([["a", 1]]), "forEach", async (...args: unknown[]) => entries.push(args.slice(0, 2)));
  expect(entries).toEqual([[1, "a"]]);
});

test("a method of the script's own is called", async () => {
  const list = { map: async (f: (n: number) => unknown): Promise<unknown> => [await f(1), "own"] };
  expect(await each(list, "map", async (n: number) => n + 1)).toEqual([2, "own"]);
});

test("a method of the platform's that cannot wait is refused", async () => {
  const strange = { forEach: Array.prototype.sort };
  await expect(each(strange, "forEach", async () => 1)).rejects.toMatchObject({
    message: "forEach() cannot wait for its callback here",
    hint: WITH_K6,
  });
});

test("what is not a function fails as it would without waiting", async () => {
  await expect(each([1], "map", 5)).rejects.toThrow("5 is not a function");
  await expect(each({}, "map", async () => 1)).rejects.toThrow("map is not a function");
});
