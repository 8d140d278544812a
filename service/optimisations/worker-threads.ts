// P1 of the guide: inference on worker threads, so that the event loop only ever reads, queues and answers.

import { existsSync } from "node:fs";
import type { Piscina } from "piscina";
import { CliError } from "../../lib/core/exit.ts";
import { isPrediction, type Prediction } from "../../lib/core/service-contract.ts";
import { builtFile } from "../../lib/node/suite-root.ts";
import { loadNetwork } from "../model/load.ts";
import type { Execution, ExecutionContext, Optimisation } from "../optimisation.ts";
import { Refusal } from "../refusal.ts";
import type { WorkerSettings } from "../worker/settings.ts";

const workerFile = (): string => {
  const path = builtFile("service-worker.js");
  if (!existsSync(path)) throw new CliError(`${path} is missing`, { hint: "Run `make build`." });
  return path;
};

const isPredictions = (x: unknown): x is readonly Prediction[] => Array.isArray(x) && x.every(isPrediction);

/** What piscina says when a thread ended under a task; its type is a plain Error. */
const THREAD_ENDED = /^worker exited/i;

/** A pool whose every worker has loaded, and has predicted once, before this resolves. */
const startPool = async (context: ExecutionContext): Promise<Piscina> => {
  // Imported here: the other profiles start without it.
  const { Piscina } = await import("piscina");
  const settings: WorkerSettings = {
    network: loadNetwork(),
    profile: context.profile,
    slowdown: context.slowdown,
    logPath: context.logPath,
  };
  const pool = new Piscina({
    filename: workerFile(),
    name: "predict",
    minThreads: context.workers,
    maxThreads: context.workers,
    idleTimeout: Number.POSITIVE_INFINITY,
    concurrentTasksPerWorker: 1,
    workerData: settings,
  });
  pool.on("error", (error) => context.report({ event: "worker-failed", error: String(error) }));
  await Promise.all(Array.from({ length: context.workers }, () => pool.run(["warm-up"])));
  return pool;
};

const poolExecution = (pool: Piscina, context: ExecutionContext): Execution => {
  let restarts = 0;
  let closing = false;
  pool.on("workerDestroy", () => {
    if (closing) return;
    restarts++;
    context.report({ event: "worker-died", replaced: true });
  });
  return {
    predict: async (texts) => {
      const result: unknown = await pool.run(texts).catch(explainDeath);
      if (!isPredictions(result)) throw new Error("a worker answered with something that is no predictions");
      return result;
    },
    waiting: () => pool.queueSize,
    workers: () => pool.threads,
    restarts: () => restarts,
    close: () => {
      closing = true;
      return pool.close();
    },
  };
};

const explainDeath = (error: unknown): never => {
  if (!(error instanceof Error) || !THREAD_ENDED.test(error.message)) throw error;
  throw new Refusal(500, "the worker that held this request died; it is safe to send the request again", error);
};

export const workerThreads: Optimisation = {
  id: "p1",
  title: "inference on worker threads",
  execution: async (_inner, context) => poolExecution(await startPool(context), context),
};
