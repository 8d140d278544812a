// The embedded runner as engine: the same bundle, in this process, its samples by function call.

import { exit } from "../../lib/core/exit.ts";
import { metric } from "../../lib/core/metric-sample.ts";
import { kindsInSummary } from "../../lib/core/metrics/summary-kinds.ts";
import { writeHeaders } from "../../lib/core/request-headers.ts";
import type { World } from "../../lib/core/world.ts";
import { cpuWaitedMs } from "../../lib/node/process-cpu.ts";
import { optionsFromEnvironment } from "../../runner/options/environment.ts";
import { overlay } from "../../runner/options/shortcuts.ts";
import { SampleOutputs } from "../../runner/outputs/sample-outputs.ts";
import type { RunRequest } from "../../runner/run-contract.ts";
import type { RunOutcome } from "../../runner/run-outcome.ts";
import type { Engine, EngineOutcome, EngineRun, InspectedScript, Inspection } from "./engine.ts";
import { outputFiles } from "./named-outputs.ts";
import { ProcessShare } from "./process-share.ts";

/** One for the process: so is what it divides. */
const share = new ProcessShare();

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** What k6's flags ask of a run that is a part of one. */
async function partOf(
  flags: readonly string[],
  script: string,
): Promise<Pick<RunRequest, "options" | "paused" | "address">> {
  const { parseRunArguments } = await import("../k6/run-arguments.ts");
  const given = parseRunArguments(["run", ...flags, script], {});
  if (given === undefined) return {};
  const { options, paused, address } = given;
  return { options, paused, ...(address === undefined ? {} : { address }) };
}

async function outcomeOf(run: EngineRun): Promise<EngineOutcome> {
  const { script, env, onSample, onNotice, signal, world, foreign } = run;
  // Loaded when it runs something: its parser and bundler would slow down every other command's start.
  const { runScript } = await import("../../runner/run.ts");
  // The recording is judged by its objectives: thresholds would judge the same twice.
  const { options: share = {}, ...part } = run.flags === undefined ? {} : await partOf(run.flags, script);
  const outputs = new SampleOutputs(outputFiles(world), world.cwd, () => undefined);
  const outcome = await runScript({
    outputs,
    script,
    onSample,
    onNotice,
    signal,
    noThresholds: true,
    ...(foreign === undefined
      ? { env: { ...env, HEADERS: writeHeaders(run.headers) }, world, options: share }
      : {
          env,
          world: quietWorld(run),
          options: overlay(overlay(optionsFromEnvironment(env), share), foreign.options),
          // The summary of a part is nobody's.
          ...(run.flags === undefined ? {} : { summary: { mode: "disabled" as const } }),
          onStart: (startedAtMs: number) => onSample(metric.started, startedAtMs, startedAtMs, {}),
        }),
    ...part,
  }).finally(() => outputs.close());
  const { problem } = outcome;
  return {
    exitCode: outcome.exitCode,
    problem:
      problem === undefined
        ? foreign && ownVerdict(outcome)
        : [problem.message, problem.location].filter((part) => part !== undefined).join(" at "),
    // Only a thread that died makes a run of the runner invalid.
    ...(problem !== undefined && outcome.exitCode === exit.invalid ? { died: problem.message } : {}),
    lagMsP99: outcome.generator.lagMsP99,
    longestGapMs: outcome.generator.lagMsMax,
    metrics: kindsInSummary(outcome.summary),
    ...(foreign === undefined ? {} : { scriptErrors: outcome.scriptErrors }),
  };
}

/** What a script says of its own test by exec.test.abort or exec.test.fail. */
const ownVerdict = ({ abortReason, failReason }: RunOutcome): string | undefined => {
  if (abortReason !== undefined) return `test aborted: ${abortReason}`;
  return failReason === undefined ? undefined : `test marked as failed: ${failReason}`;
};

/** What a foreign script prints at its end is for people, and standard output is the report's. */
const quietWorld = ({ world, onNotice }: EngineRun): World => {
  const stream = { write: (text: string) => onNotice(text.replace(/\n$/, "")), columns: undefined, colour: false };
  return { ...world, stdout: stream, stderr: stream };
};

async function inspect({ script, env, options, world, onNotice }: Inspection): Promise<InspectedScript> {
  const { inspectScript } = await import("../../runner/inspect.ts");
  const levels = overlay(optionsFromEnvironment(env), options);
  const { signal } = new AbortController();
  const request = { script: script.path, env, options: levels, world, onNotice, signal };
  return await inspectScript({ ...request, onSample: () => undefined });
}

/** @param version of the suite, which the runner is part of */
export const runnerEngine = (version: string, why: string): Engine => ({
  name: "runner",
  version,
  why,
  inspect,
  run: (run) => {
    const { end } = share.begin();
    return {
      outcome: outcomeOf(run).finally(end),
      cpuSeconds: share.of(cpuSeconds),
      cpuWaitedMs: share.of(() => cpuWaitedMs(process.pid)),
      // It is this process: what would kill it is the one who asks.
      kill: () => undefined,
    };
  },
});
