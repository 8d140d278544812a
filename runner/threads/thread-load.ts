// A run's load spread over worker threads. Each runs its own share of VUs and iterations; their counts, metrics and
// windows add up to those of a single thread, exactly.

import { Worker } from "node:worker_threads";
import { exit } from "../../lib/core/exit.ts";
import type { FoldDelta } from "../../lib/core/fold/recording-fold.ts";
import type { Millis } from "../../lib/core/units.ts";
import { builtFile } from "../../lib/node/suite-root.ts";
import type { Load, LoadCounts, ScenarioProgress } from "../engine/load.ts";
import type { ScriptErrors } from "../engine/script-errors.ts";
import { RunFailure } from "../engine/script-problem.ts";
import type { Log } from "../vu/log-entry.ts";
import type { FromWorker, Report, ToWorker, WorkerTask } from "./protocol.ts";

export interface ThreadListeners {
  /** What a script may do to the run from any thread. */
  readonly state: { abort(reason: string): void; markFailed(reason: string): void };
  readonly errors: ScriptErrors;
  readonly log: Log;
  readonly onFold: ((delta: FoldDelta) => void) | undefined;
}

const NO_COUNTS: LoadCounts = { completed: 0, interrupted: 0, dropped: 0, activeVus: 0, madeVus: 0 };

const isOutOfMemory = (error: Error): boolean => "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";

/** What the others saw is no run of the load that was asked for. */
const threadDied = (how: string): RunFailure =>
  new RunFailure({
    exitCode: exit.invalid,
    message: `a worker thread of the runner ended before its share was done (${how})`,
    hint: "Lower the load, or give the generator more memory (NODE_OPTIONS=--max-old-space-size=4096).",
  });

/** One worker and the last that was heard of it. */
class Thread {
  readonly ready: Promise<void>;
  readonly done: Promise<void>;
  last: Report | undefined;
  readonly #worker: Worker;
  readonly #listeners: ThreadListeners;

  constructor(task: WorkerTask, listeners: ThreadListeners) {
    this.#listeners = listeners;
    this.#worker = new Worker(builtFile("runner-worker.js"), { workerData: task });
    this.ready = this.#expect("ready");
    this.done = this.#expect("done");
    // Whoever awaits one of them hears of a failure; the other must not end the process.
    this.ready.catch(() => undefined);
    this.done.catch(() => undefined);
    this.#worker.on("message", (message: FromWorker) => this.#hear(message));
  }

  send(message: ToWorker): void {
    this.#worker.postMessage(message);
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #expect(type: "ready" | "done"): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#worker.on("message", (message: FromWorker) => {
        if (message.type === type) resolve();
        if (message.type === "failed") reject(new RunFailure(message.problem));
      });
      this.#worker.on("error", (error) => reject(isOutOfMemory(error) ? threadDied("it ran out of memory") : error));
      this.#worker.on("exit", (code) => reject(threadDied(`exit code ${code}`)));
    });
  }

  #hear(message: FromWorker): void {
    const { state, errors, log, onFold } = this.#listeners;
    switch (message.type) {
      case "report":
      case "done": {
        const before = this.last?.scriptErrors ?? 0;
        const { fold, scriptErrors, firstScriptError } = message.report;
        errors.absorb(scriptErrors - before, firstScriptError);
        if (fold !== undefined) onFold?.(fold);
        this.last = message.report;
        return;
      }
      case "log":
        log(...message.entry);
        return;
      case "abort":
        state.abort(message.reason);
        return;
      case "fail":
        state.markFailed(message.reason);
        return;
      default:
    }
  }
}

export class ThreadLoad implements Load {
  readonly #threads: readonly Thread[];

  constructor(tasks: readonly WorkerTask[], listeners: ThreadListeners) {
    this.#threads = tasks.map((task) => new Thread(task, listeners));
  }

  get counts(): LoadCounts {
    return this.#threads.reduce((sum, { last }) => {
      const counts = last?.counts ?? NO_COUNTS;
      return {
        completed: sum.completed + counts.completed,
        interrupted: sum.interrupted + counts.interrupted,
        dropped: sum.dropped + counts.dropped,
        activeVus: sum.activeVus + counts.activeVus,
        madeVus: sum.madeVus + counts.madeVus,
      };
    }, NO_COUNTS);
  }

  /** The slowest thread's, since a scenario is done when all are. */
  get scenarios(): readonly ScenarioProgress[] {
    const [first, ...others] = this.#threads.map(({ last }) => last?.scenarios ?? []);
    return (first ?? []).map((scenario, i) => ({
      ...scenario,
      fraction: Math.min(scenario.fraction, ...others.map((list) => list[i]?.fraction ?? 1)),
    }));
  }

  get lagMsP99(): number | undefined {
    const lags = this.#threads.flatMap(({ last }) => last?.lagMsP99 ?? []);
    return lags.length === 0 ? undefined : Math.max(...lags);
  }

  async prepare(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.ready));
  }

  async run(start: Millis, setupJson: string | undefined): Promise<void> {
    for (const thread of this.#threads) thread.send({ type: "run", start, setupJson });
    await Promise.all(this.#threads.map((thread) => thread.done));
  }

  end(): void {
    for (const thread of this.#threads) thread.send({ type: "end" });
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  elsewhere(): ReturnType<Load["elsewhere"]> {
    return this.#threads.flatMap(({ last }) =>
      last?.metrics === undefined || last.checks === undefined ? [] : [{ metrics: last.metrics, checks: last.checks }],
    );
  }
}
