// What a script asks for, without running it: its options as they were given, and what they need.

import { CliError } from "../lib/core/exit.ts";
import { problemOf } from "./engine/script-problem.ts";
import { longestDuration } from "./executor/describe.ts";
import { vusNeeded } from "./executor/executors.ts";
import { builtInMetrics } from "./metrics/built-in-metrics.ts";
import type { MetricType } from "./metrics/sink.ts";
import type { RawOptions } from "./options/shortcuts.ts";
import type { RunRequest } from "./run-contract.ts";
import { processVus } from "./schedule/share.ts";
import { Session } from "./session/session.ts";

/** A metric that init code makes. */
export interface DeclaredMetric {
  readonly name: string;
  readonly type: MetricType;
  readonly isTime: boolean;
}

export interface Inspected {
  /** In k6's shape; what was not set is left out. */
  readonly options: RawOptions;
  readonly maxVus: number;
  /** Graceful stops included. */
  readonly maxDurationMs: number;
  /** Those that the script makes, in its order. */
  readonly metrics: readonly DeclaredMetric[];
}

const asCliError = (error: unknown): CliError => {
  const { message, location, exitCode, hint } = problemOf(error, "init code");
  const where = location === undefined ? "" : ` at ${location}`;
  return new CliError(`${message}${where}`, { code: exitCode, cause: error, ...(hint !== undefined && { hint }) });
};

/** Runs init code once. @throws CliError (104, 107) for what is wrong with script or options */
export async function inspectScript(request: RunRequest): Promise<Inspected> {
  const session = new Session(request);
  const { options, raw } = await session.instances.prepare().catch((error: unknown) => {
    throw asCliError(error);
  });
  return {
    options: raw,
    maxVus: vusNeeded(options.scenarios, "max", processVus(options)),
    maxDurationMs: longestDuration(options.scenarios),
    metrics: [...session.thread.store.metrics]
      .filter(({ name }) => !builtInMetrics.has(name))
      .map(({ name, type, contains }) => ({ name, type, isTime: contains === "time" })),
  };
}
