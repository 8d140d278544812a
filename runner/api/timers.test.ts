import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { VuTimers } from "./timers.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function made() {
  const iteration = { end: new AbortController() };
  const warned: string[] = [];
  const timers = new VuTimers({ signal: () => iteration.end.signal }, (text) => warned.push(text));
  const functions = timers.functions();
  const call = (name: string, ...args: unknown[]): unknown => {
    const f = functions[name];
    return typeof f === "function" ? Reflect.apply(f, undefined, args) : undefined;
  };
  return { iteration, timers, call, warned };
}

describe("an iteration", () => {
  test("that ends before its timers takes them along, and what still runs of it is nobody's any more", async () => {
    const { timers, call, warned } = made();
    const seen: unknown[] = [];
    call("setTimeout", async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      throw new Error("too late");
    });
    await vi.advanceTimersByTimeAsync(1);
    call("setTimeout", () => seen.push("late"), 50);
    call("setInterval", () => seen.push("again"), 50);
    timers.drop();
    expect(warned).toEqual([
      "setTimeout 2 was stopped because the VU iteration was interrupted",
      "setInterval 3 was stopped because the VU iteration was interrupted",
    ]);
    call("setTimeout", () => seen.push("next"), 150);
    const over = timers.pending();
    await vi.advanceTimersByTimeAsync(1000);
    await over;
    expect(seen).toEqual(["next"]);
  });

  test("lasts until its timers have run", async () => {
    const { timers, call } = made();
    const seen: unknown[] = [];
    expect(timers.pending()).toBeUndefined();
    call("setTimeout", (a: unknown, b: unknown) => seen.push(a, b), 10, "A", "B");
    const over = timers.pending();
    await vi.advanceTimersByTimeAsync(9);
    expect(seen).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await over;
    expect(seen).toEqual(["A", "B"]);
    expect(timers.pending()).toBeUndefined();
  });

  test("lasts until an interval is cleared, and until its callbacks are done", async () => {
    const { timers, call } = made();
    let ticks = 0;
    let inside = false;
    const id = call(
      "setInterval",
      async () => {
        expect(inside).toBe(false);
        inside = true;
        await new Promise((resolve) => setTimeout(resolve, 25));
        inside = false;
        if (++ticks === 3) call("clearInterval", id);
      },
      10,
    );
    const over = timers.pending();
    await vi.advanceTimersByTimeAsync(1000);
    await over;
    expect(ticks).toBe(3);
  });

  test("ends with what a callback throws, and drops the other timers", async () => {
    const { timers, call } = made();
    let later = false;
    call(
      "setTimeout",
      () => {
        throw new Error("boom");
      },
      1,
    );
    call(
      "setTimeout",
      () => {
        later = true;
      },
      2,
    );
    const over = expect(timers.pending()).rejects.toThrow("boom");
    await vi.advanceTimersByTimeAsync(10);
    await over;
    expect(later).toBe(false);
    expect(timers.pending()).toBeUndefined();
  });

  test("that is cut runs none of its timers, and the next one starts clean", async () => {
    const { timers, call, iteration } = made();
    const seen: string[] = [];
    call("setTimeout", () => seen.push("old"), 5);
    iteration.end.abort();
    call("setTimeout", () => seen.push("too late"), 5);
    iteration.end = new AbortController();
    call("setTimeout", () => seen.push("new"), 5);
    const over = timers.pending();
    await vi.advanceTimersByTimeAsync(10);
    await over;
    expect(seen).toEqual(["new"]);
  });
});

test("clearing a timer that waits alone ends the wait", async () => {
  const { timers, call } = made();
  const id = call("setTimeout", () => undefined, 1000);
  const over = timers.pending();
  call("clearTimeout", id);
  await over;
  expect(vi.getTimerCount()).toBe(0);
});

test("a callback must be a function", () => {
  expect(() => made().call("setTimeout", 5, 1)).toThrow("could not convert function call parameter 0");
});
