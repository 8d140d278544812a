import { expect, test } from "vitest";
import type { Prediction } from "../lib/core/service-contract.ts";
import { boundQueue } from "./admission.ts";
import type { Execution } from "./optimisation.ts";

const held = (): { execution: Execution; end: (() => void)[] } => {
  const end: (() => void)[] = [];
  const execution: Execution = {
    predict: (texts) =>
      new Promise<Prediction[]>((resolve) => {
        end.push(() => resolve(texts.map((label) => ({ label, score: 1 }))));
      }),
    waiting: () => end.length,
    workers: () => [],
    restarts: () => 0,
    close: async () => undefined,
  };
  return { execution, end };
};

const texts = (count: number): string[] => Array.from({ length: count }, (_, i) => `text ${i}`);

test("requests are let in up to the bound and refused with 503 past it", async () => {
  const { execution, end } = held();
  const bounded = boundQueue(execution, 10);
  const first = bounded.predict(texts(6));
  const second = bounded.predict(texts(4));
  expect(() => bounded.predict(texts(1))).toThrow(expect.objectContaining({ status: 503 }));
  end[0]?.();
  await first;
  await Promise.resolve();
  void bounded.predict(texts(6));
  expect(() => bounded.predict(texts(1))).toThrow("too many requests");
  end[1]?.();
  expect(await second).toHaveLength(4);
});

test("a batch longer than the bound is let in when nothing else is there", () => {
  const { execution, end } = held();
  void boundQueue(execution, 10).predict(texts(50));
  expect(end).toHaveLength(1);
});

test("a failed request makes room like an answered one", async () => {
  const { execution } = held();
  const failing: Execution = { ...execution, predict: () => Promise.reject(new Error("died")) };
  const bounded = boundQueue(failing, 1);
  await expect(bounded.predict(texts(1))).rejects.toThrow("died");
  await expect(bounded.predict(texts(1))).rejects.toThrow("died");
});
