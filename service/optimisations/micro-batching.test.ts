import { expect, test } from "vitest";
import type { Prediction } from "../../lib/core/service-contract.ts";
import type { Execution } from "../optimisation.ts";
import { gatherSingles } from "./micro-batching.ts";

interface Task {
  readonly texts: readonly string[];
  readonly answer: () => void;
  readonly fail: (error: Error) => void;
}

const answersTo = (texts: readonly string[]): Prediction[] => texts.map((label) => ({ label, score: 1 }));

/** An execution whose tasks end when the test says so. */
const heldExecution = (): { execution: Execution; tasks: Task[] } => {
  const tasks: Task[] = [];
  const execution: Execution = {
    predict: (texts) =>
      new Promise((resolve, reject) => {
        tasks.push({ texts, answer: () => resolve(answersTo(texts)), fail: reject });
      }),
    waiting: () => 0,
    workers: () => [],
    restarts: () => 0,
    close: async () => undefined,
  };
  return { execution, tasks };
};

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const singles = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => `text ${from + i}`);

test("a lone request goes at once, and alone", async () => {
  const { execution, tasks } = heldExecution();
  const answer = gatherSingles(execution, 2).predict(["a"]);
  expect(tasks.map(({ texts }) => texts)).toEqual([["a"]]);
  tasks[0]?.answer();
  expect(await answer).toEqual(answersTo(["a"]));
});

test("what waits while all threads are busy goes together, sixteen at most, each with its own answer", async () => {
  const { execution, tasks } = heldExecution();
  const gathered = gatherSingles(execution, 1);
  const answers = singles(0, 20).map((text) => gathered.predict([text]));
  expect(gathered.waiting()).toBe(20);
  for (let i = 0; i < 3; i++) {
    tasks[i]?.answer();
    await settled();
  }
  expect(tasks.map(({ texts }) => texts.length)).toEqual([1, 16, 4]);
  expect(await Promise.all(answers)).toEqual(singles(0, 20).map((text) => answersTo([text])));
});

test("a client's batch stays whole, and singles overtake none that came before the one they join", async () => {
  const { execution, tasks } = heldExecution();
  const gathered = gatherSingles(execution, 1);
  for (const texts of [["a"], ["b1", "b2"], ["c"], ["d1", "d2"], ["e"]]) void gathered.predict(texts);
  for (let i = 0; i < 4; i++) {
    tasks[i]?.answer();
    await settled();
  }
  expect(tasks.map(({ texts }) => texts)).toEqual([["a"], ["b1", "b2"], ["c", "e"], ["d1", "d2"]]);
});

test("a task that fails fails its requests, and the next ones are served", async () => {
  const { execution, tasks } = heldExecution();
  const gathered = gatherSingles(execution, 1);
  const [first, second, third] = ["a", "b", "c"].map((text) => Promise.resolve(gathered.predict([text])));
  tasks[0]?.answer();
  await first;
  await settled();
  const late = gathered.predict(["d"]);
  tasks[1]?.fail(new Error("died"));
  await expect(second).rejects.toThrow("died");
  await expect(third).rejects.toThrow("died");
  await settled();
  tasks[2]?.answer();
  expect(await late).toEqual(answersTo(["d"]));
});
