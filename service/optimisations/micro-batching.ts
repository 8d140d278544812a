// Micro-batching, none of the guide's four: while every worker is busy, waiting single texts gather, and the next free
// worker takes up to sixteen of them in one task. It needs P1 beneath it, and gains most with P2.

import type { Prediction } from "../../lib/core/service-contract.ts";
import type { Execution, Optimisation } from "../optimisation.ts";

/** Most texts in one task: more would make the first of them wait for the work of the last. */
const MOST_TEXTS = 16;

interface Waiting {
  readonly texts: readonly string[];
  readonly resolve: (predictions: readonly Prediction[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Takes the first request off the queue and, when it is a single text, up to fifteen more of that kind. */
const takeGroup = (queue: Waiting[]): Waiting[] => {
  const [first] = queue;
  if (first === undefined) return [];
  const together =
    first.texts.length === 1 ? queue.filter(({ texts }) => texts.length === 1).slice(0, MOST_TEXTS) : [first];
  const taken = new Set(together);
  queue.splice(0, queue.length, ...queue.filter((waiting) => !taken.has(waiting)));
  return together;
};

/**
 * Gathers single texts around an execution. Nothing waits while a thread is free, so a lone request is never delayed;
 * batches that a client made go on as they are, and the oldest request always goes next.
 *
 * @param threads how many tasks `inner` runs at a time
 */
export function gatherSingles(inner: Execution, threads: number): Execution {
  const queue: Waiting[] = [];
  let running = 0;

  const send = async (group: readonly Waiting[]): Promise<void> => {
    running++;
    try {
      const predictions = await inner.predict(group.flatMap(({ texts }) => texts));
      let at = 0;
      for (const { texts, resolve } of group) {
        resolve(predictions.slice(at, at + texts.length));
        at += texts.length;
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      running--;
      sendWaiting();
    }
  };

  const sendWaiting = (): void => {
    while (running < threads && queue.length > 0) void send(takeGroup(queue));
  };

  return {
    ...inner,
    predict: (texts) =>
      new Promise((resolve, reject) => {
        queue.push({ texts, resolve, reject });
        sendWaiting();
      }),
    waiting: () => queue.length + inner.waiting(),
  };
}

export const microBatching: Optimisation = {
  id: "mb",
  title: "micro-batching",
  execution: async (inner, context) => gatherSingles(inner(), context.workers),
};
