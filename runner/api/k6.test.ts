import { beforeEach, expect, test } from "vitest";
import { ms } from "../../lib/core/units.ts";
import { VirtualClock } from "../../test/support/virtual-clock.ts";
import { CheckTally } from "../metrics/check-tally.ts";
import { TagSets } from "../metrics/tag-set.ts";
import { defaultHttpOptions } from "../options/run-options.ts";
import { VuState } from "../vu/vu-state.ts";
import { k6Module } from "./k6.ts";

let clock: VirtualClock;
let vu: VuState;
let tally: CheckTally;
let samples: [string, number, object][];
let random: (() => number) | undefined;
let k6: Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

beforeEach(() => {
  clock = new VirtualClock();
  tally = new CheckTally();
  samples = [];
  const http = defaultHttpOptions();
  vu = new VuState(1, {
    clock,
    wallOffset: 0,
    http,
    tagSets: new TagSets(),
    runTags: {},
    sink: (name, _timeMs, value, tags) => void samples.push([name, value, { ...tags }]),
  });
  vu.phase = "iteration";
  vu.wear({}, "");
  const module = k6Module(vu, tally, (made) => {
    random = made;
  });
  k6 = Object.fromEntries(
    Object.entries(module).flatMap(([name, value]) =>
      typeof value === "function" ? [[name, (...args: readonly unknown[]): unknown => value(...args)]] : [],
    ),
  );
});

test("checks are judged in order and counted by name; the result is whether all passed", () => {
  expect(k6.check?.(5, { five: (v: unknown) => v === 5, truthy: "text" }, { extra: 1 })).toBe(true);
  expect(k6.check?.(5, { five: (v: unknown) => v === 6, never: false })).toBe(false);
  expect(samples).toEqual([
    ["checks", 1, { check: "five", extra: "1", group: "" }],
    ["checks", 1, { check: "truthy", extra: "1", group: "" }],
    ["checks", 0, { check: "five", group: "" }],
    ["checks", 0, { check: "never", group: "" }],
  ]);
  expect(tally.counts.get("")?.get("five")).toEqual({ passes: 1, fails: 1 });
});

test("a check that throws fails, and skips the rest", () => {
  const check = () =>
    k6.check?.(1, {
      first: () => {
        throw new Error("x");
      },
      second: () => true,
    });
  expect(check).toThrow("x");
  expect(samples.map(([, value, tags]) => [value, tags])).toEqual([[0, { check: "first", group: "" }]]);
});

test("a check that waits is awaited before the next", async () => {
  const order: string[] = [];
  const result = k6.check?.(1, {
    slow: async () => {
      await Promise.resolve();
      order.push("slow");
      return true;
    },
    after: () => {
      order.push("after");
      return false;
    },
  });
  expect(await result).toBe(false);
  expect(order).toEqual(["slow", "after"]);
  expect(samples.map(([, value]) => value)).toEqual([1, 0]);
});

test("groups nest, tag what is in them, and are left on every way out", async () => {
  expect(
    k6.group?.("a", () => {
      k6.group?.("b", () => k6.check?.(1, { inside: true }));
      return 42;
    }),
  ).toBe(42);
  expect(samples.map(([name, , tags]) => [name, tags])).toEqual([
    ["checks", { check: "inside", group: "::a::b" }],
    ["group_duration", { group: "::a::b" }],
    ["group_duration", { group: "::a" }],
  ]);
  expect(() =>
    k6.group?.("c", () => {
      throw new Error("x");
    }),
  ).toThrow("x");
  expect(vu.group).toBe("");
  const waiting = k6.group?.("d", () => vu.sleep(ms(20)));
  await clock.advance(20);
  await waiting;
  expect(samples.at(-1)).toEqual(["group_duration", 20, { group: "::d" }]);
  expect(vu.group).toBe("");
});

test("what k6 refuses is refused", () => {
  expect(() => k6.group?.("a::b", () => 1)).toThrow("may not contain '::'");
  expect(() => k6.check?.(1, { "a::b": true })).toThrow("may not contain '::'");
  expect(() => k6.group?.("a")).toThrow("requires a callback");
  expect(() => k6.check?.(1)).toThrow("no checks provided");
  expect(() => k6.fail?.("because")).toThrow("because");
});

test("a seed makes the VU's random numbers repeat", () => {
  k6.randomSeed?.(12);
  const first = [random?.(), random?.()];
  k6.randomSeed?.(12);
  expect([random?.(), random?.()]).toEqual(first);
  expect(first[0]).not.toBe(first[1]);
  expect(first.every((x) => x !== undefined && x >= 0 && x < 1)).toBe(true);
});
