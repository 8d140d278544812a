// The reference service as a value: started, it has a URL and can be closed. It reads no environment and handles no
// signal; the `serve` command does.

import { availableParallelism } from "node:os";
import { CliError } from "../lib/core/exit.ts";
import { boundQueue } from "./admission.ts";
import { buildApp } from "./http/app.ts";
import { startMetrics } from "./http/metrics.ts";
import { runInLoop } from "./in-loop.ts";
import { openLogFile } from "./log-file.ts";
import type { Ending, Execution, ExecutionContext, Optimisation } from "./optimisation.ts";
import { profileNamed } from "./profiles.ts";

export interface ServiceOptions {
  readonly profile?: string | undefined;
  readonly host?: string | undefined;
  /** 0 lets the system choose. */
  readonly port?: number | undefined;
  /** Times the inference work; 1 or more. */
  readonly slowdown?: number | undefined;
  /** Worker threads of the profiles that have them; by default one a core. */
  readonly workers?: number | undefined;
  /** Texts accepted and not yet answered, past which requests are refused with 503. */
  readonly queueTexts?: number | undefined;
  /** The log's file; by default a temporary one that is removed at the end. */
  readonly log?: string | undefined;
}

export interface RunningService {
  readonly url: string;
  readonly profile: string;
  /** The threads that inference runs on, for tests that end one. */
  workers(): readonly Ending[];
  /** Answers what is in flight, then ends the threads and flushes the log. Calling it again changes nothing. */
  close(): Promise<void>;
}

/** At the baseline's pace, about three seconds of work. */
const QUEUE_TEXTS = 1000;
/** How long requests in flight may take to end before their connections are cut. */
const CLOSE_MS = 10_000;

const listenError = (error: unknown, host: string, port: number): unknown => {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    const hint = "Choose another port, or 0 to let the system choose.";
    return new CliError(`port ${port} of ${host} is taken`, { hint, cause: error });
  }
  if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    const hint = "Choose an address of this machine and a port above 1023.";
    return new CliError(`cannot listen on ${host} port ${port} (${code})`, { hint, cause: error });
  }
  return error;
};

const startExecution = async (
  optimisations: readonly Optimisation[],
  context: ExecutionContext,
  inLoop: () => Execution,
): Promise<Execution> => {
  const changes = optimisations.flatMap(({ execution }) => execution ?? []);
  const [first, ...rest] = changes;
  // P1 puts threads in the loop's place, so the network is not loaded here for nothing.
  let execution = first === undefined ? inLoop() : await first(inLoop, context);
  for (const change of rest) {
    const inner = execution;
    execution = await change(() => inner, context);
  }
  return execution;
};

/**
 * Starts the service and resolves when it listens: threads are up and inference is warm by then.
 *
 * @throws CliError for an unknown profile, a slowdown below 1, a port that is taken, a log that cannot be written
 */
export async function startService(options: ServiceOptions = {}): Promise<RunningService> {
  const { profile = "baseline", host = "127.0.0.1", port = 0, slowdown = 1, queueTexts = QUEUE_TEXTS } = options;
  const optimisations = profileNamed(profile);
  if (!(slowdown >= 1 && slowdown <= 100)) {
    throw new CliError(`a slowdown of ${slowdown} is not possible`, { hint: "Give a factor from 1 to 100." });
  }
  const log = openLogFile(options.log);
  const report = (event: Readonly<Record<string, unknown>>): void =>
    log.writeLine(JSON.stringify({ time: Date.now(), ...event }));
  const workers = options.workers ?? availableParallelism();
  const context = { profile, slowdown, workers, logPath: log.path, report };
  const execution = boundQueue(
    await startExecution(optimisations, context, () => runInLoop(optimisations, log, slowdown)),
    queueTexts,
  );
  const requestLog = await optimisations.find((optimisation) => optimisation.requestLog)?.requestLog?.(log);
  const metrics = startMetrics(profile);
  let stopping = false;
  const app = buildApp({ profile, slowdown, execution, metrics, requestLog, report, stopping: () => stopping });

  const release = async (): Promise<void> => {
    metrics.close();
    await execution.close();
    await requestLog?.close();
    log.close();
  };
  const stop = async (): Promise<void> => {
    stopping = true;
    const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_MS);
    await app.close();
    clearTimeout(cut);
    await release();
  };

  let stopped: Promise<void> | undefined;
  const close = (): Promise<void> => {
    stopped ??= stop();
    return stopped;
  };

  try {
    const url = await app.listen({ host, port });
    report({ event: "listening", url, profile, slowdown });
    return { url, profile, workers: () => execution.workers(), close };
  } catch (error) {
    await release();
    throw listenError(error, host, port);
  }
}
