import { expect, test } from "vitest";
import { ms } from "../../lib/core/units.ts";
import type { Clock } from "../executor/clock.ts";
import { watch } from "./watch.ts";

test("what still waits is cancelled, also when the process woke up seconds late", () => {
  let now = 0;
  const waiting = new Map<number, () => void>();
  const clock: Clock = {
    now: () => ms(now),
    at: (due, task) => {
      if (due <= now) task();
      else waiting.set(due, task);
      return () => waiting.delete(due);
    },
    yield: async () => undefined,
  };
  const seconds: number[] = [];
  const stop = watch({
    clock,
    start: ms(0),
    wallOffset: 0,
    counts: () => ({ activeVus: 1, madeVus: 1, completed: 0, interrupted: 0, dropped: 0 }),
    emit: () => undefined,
    progress: (elapsedMs) => seconds.push(elapsedMs),
    thresholds: () => undefined,
  });
  now = 3500;
  const late = waiting.get(1000);
  waiting.delete(1000);
  late?.();
  expect(seconds).toEqual([1000, 2000, 3000]);
  expect([...waiting.keys()]).toEqual([4000]);
  stop();
  expect(waiting.size).toBe(0);
});
