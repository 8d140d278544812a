// How much more several busy threads do than one, on this machine and now. Cores that are hyper-threads, a CPU quota or
// a neighbour make it less than their number, and no thread pool can give more than it.

import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { ParallelHeadroom } from "../core/optimise/thread-limit.ts";

const SPIN_MS = 250;
const COMPILE_MS = 50;

/** Counts steps of plain arithmetic until its time is over. CommonJS: it is evaluated, not loaded from a file. */
const SPINNER = `
const { parentPort } = require("node:worker_threads");
function spin(ms) {
  const end = performance.now() + ms;
  let rounds = 0;
  let x = 0;
  while (performance.now() < end) {
    for (let i = 0; i < 10000; i++) x = (x + i * 0.5) % 1000;
    rounds++;
  }
  return x < 0 ? 0 : rounds;
}
spin(${COMPILE_MS});
parentPort.on("message", (ms) => parentPort.postMessage(spin(ms)));
parentPort.postMessage("ready");
`;

const nextMessage = (worker: Worker): Promise<unknown> =>
  new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });

async function work(workers: readonly Worker[], ms: number): Promise<number> {
  const rounds = workers.map(nextMessage);
  for (const worker of workers) worker.postMessage(ms);
  return (await Promise.all(rounds)).reduce<number>((sum, each) => sum + Number(each), 0);
}

/**
 * Spins in all threads and in one, in the order one, all, all, one, so that a machine that grows busier hits both alike.
 * Takes a little over a second.
 */
export async function measureParallelHeadroom(
  threads: number = availableParallelism(),
  spinMs: number = SPIN_MS,
): Promise<ParallelHeadroom> {
  if (threads < 2) return { threads: 1, factor: 1 };
  const workers = Array.from({ length: threads }, () => new Worker(SPINNER, { eval: true }));
  try {
    await Promise.all(workers.map(nextMessage));
    const first = workers.slice(0, 1);
    let [one, all] = [await work(first, spinMs), 0];
    all += await work(workers, spinMs);
    all += await work(workers, spinMs);
    one += await work(first, spinMs);
    return { threads, factor: one === 0 ? 1 : all / one };
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
