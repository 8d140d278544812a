// What each worker thread of a run is told: the same script, options and clock, and a share of its own.

import type { ThreadParts } from "../engine/run-parts.ts";
import type { PreparedScript } from "../loader/compile.ts";
import type { CompiledScript } from "../loader/script.ts";
import type { RunOptions } from "../options/run-options.ts";
import type { RawOptions } from "../options/shortcuts.ts";
import type { RunRequest } from "../run-contract.ts";
import { processTime, type WorkerTask } from "../threads/protocol.ts";

/** A script and its options, checked. */
export interface Ready {
  readonly prepared: PreparedScript;
  readonly script: CompiledScript;
  readonly options: RunOptions;
  readonly raw: RawOptions;
}

export interface WorkerTasksInput {
  readonly request: RunRequest;
  readonly thread: ThreadParts;
  readonly ready: Ready;
  readonly threads: number;
}

export function workerTasks({ request, thread, ready, threads }: WorkerTasksInput): readonly WorkerTask[] {
  const common = {
    script: ready.prepared,
    rawOptions: ready.raw,
    env: request.env,
    clockOffset: thread.clock.now() - processTime(),
    wallOffset: thread.wallOffset,
    verbose: request.verbose === true,
    secrets: request.secrets ?? [],
    fold: request.onFold !== undefined,
    liveMetrics: [...ready.options.thresholds.values()].flat().some((t) => t.abortOnFail),
  };
  return Array.from({ length: threads }, (_, index) => ({
    ...common,
    share: { index, of: threads, segment: ready.options.segment },
  }));
}
