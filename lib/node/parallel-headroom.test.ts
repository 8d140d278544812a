import { expect, test } from "vitest";
import { measureParallelHeadroom } from "./parallel-headroom.ts";

test("one thread has no headroom, and two have some figure of their own", async () => {
  expect(await measureParallelHeadroom(1)).toEqual({ threads: 1, factor: 1 });
  const two = await measureParallelHeadroom(2, 20);
  expect(two.threads).toBe(2);
  // What it is depends on who else uses the machine; that both threads were counted does not.
  expect(two.factor).toBeGreaterThan(0);
  expect(Number.isFinite(two.factor)).toBe(true);
});
