// Runs a k6 script from its options to its exit code: the runner's front door. Load is made by engine/, requests by
// http/, verdicts by thresholds/.

import { metric, type SampleSink } from "../lib/core/metric-sample.ts";
import type { World } from "../lib/core/world.ts";
import type { EngineProgress } from "./engine/engine.ts";
import { describeScenario, longestDuration } from "./executor/describe.ts";
import { vusNeeded } from "./executor/executors.ts";
import type { RunOptions } from "./options/run-options.ts";
import type { RawOptions } from "./options/shortcuts.ts";
import { type GeneratorFigures, GeneratorMeter } from "./session/generator-meter.ts";
import { exitCodeOf } from "./session/outcome.ts";
import { publishSummary } from "./session/publish-summary.ts";
import { problemOf, RunFailure } from "./session/script-problem.ts";
import { Session } from "./session/session.ts";
import { type SummaryData, summaryData } from "./summary/summary-data.ts";
import { bindThresholds, type ThresholdResult } from "./thresholds/threshold-set.ts";

export interface RunRequest {
  /** Path of the bundle or source. */
  readonly script: string;
  /** What the script sees as `__ENV`. */
  readonly env: Readonly<Record<string, string>>;
  /** From flags and K6_* variables, in k6's shape; they override the script's. */
  readonly options?: RawOptions;
  /** From a config file: the script's options override them. */
  readonly config?: RawOptions;
  /** Every metric sample, called in this thread. */
  readonly onSample: SampleSink;
  /** Ends the run: iterations under way are cut as in k6, teardown and handleSummary still run; exit code 105. */
  readonly signal: AbortSignal;
  readonly world: World;
  /** Skips thresholds altogether. */
  readonly noThresholds?: boolean;
  readonly summary?: SummaryChoice;
  /** Shows what scripts write with `console.debug`. */
  readonly verbose?: boolean;
  /** What people should read: script errors, console output, warnings; a line each, to stderr by default. */
  readonly onNotice?: (line: string) => void;
  /** What will be done, once the options are known. */
  readonly onPlan?: (plan: RunPlan) => void;
  /** About once a second while scenarios run. */
  readonly onProgress?: (progress: RunProgress) => void;
}

export interface RunPlan {
  readonly scenarios: readonly { readonly name: string; readonly description: string }[];
  readonly maxVus: number;
  /** Graceful stops included. */
  readonly maxDurationMs: number;
}

export interface SummaryChoice {
  /** The text shown unless the script has handleSummary; none by default. `disabled` also leaves out handleSummary. */
  readonly mode?: "compact" | "full" | "disabled";
  /** Path for k6's older summary file. */
  readonly exportTo?: string;
}

export interface RunProgress extends EngineProgress {
  /** Since the scenarios' start. */
  readonly elapsedMs: number;
}

export interface RunOutcome {
  /** k6's: 0, 99, 100, 101, 104, 105, 107, 108, 110. */
  readonly exitCode: number;
  /** One clear line, when the run failed for the script's or the options' sake. */
  readonly problem?: { readonly message: string; readonly location?: string; readonly hint?: string };
  readonly iterations: number;
  readonly interrupted: number;
  readonly dropped: number;
  readonly scriptErrors: number;
  readonly firstScriptError?: string;
  /** Given to `exec.test.abort` or `exec.test.fail`. */
  readonly abortReason?: string;
  readonly failReason?: string;
  /** Metrics whose thresholds with `abortOnFail` ended the run. */
  readonly endedByThresholds: readonly string[];
  readonly thresholds: readonly ThresholdResult[];
  /** handleSummary's data; undefined when the run never started. */
  readonly summary?: SummaryData;
  readonly generator: {
    /** CPU of the process divided by one core's time. */
    readonly cpuFraction: number;
    /** Of the event loop, ms. */
    readonly lagMsP99: number;
    /** Null without due times (closed models). */
    readonly sendLagMsP99: number | null;
  };
}

/** Never throws for what a user can mend: that is in the outcome. */
export async function runScript(request: RunRequest): Promise<RunOutcome> {
  const session = new Session(request);
  const { state, notice, errors } = session;
  const meter = new GeneratorMeter();
  let prepared: Awaited<ReturnType<Session["prepare"]>>;
  try {
    prepared = await session.prepare();
  } catch (error) {
    state.fail(error instanceof RunFailure ? error.problem : problemOf(error, "init code"));
    return outcomeOf(session, { thresholds: [], summary: undefined, figures: meter.stop() });
  }
  const { script, options } = prepared;
  request.onPlan?.({
    scenarios: options.scenarios.map((scenario) => ({ name: scenario.name, description: describeScenario(scenario) })),
    maxVus: vusNeeded(options.scenarios, "max"),
    maxDurationMs: longestDuration(options.scenarios),
  });
  const interrupt = (): void => state.interrupt();
  request.signal.addEventListener("abort", interrupt, { once: true });
  if (request.signal.aborted) interrupt();
  meter.start();
  const setupJson = await session.load(script, options);
  const figures = meter.stop();
  request.signal.removeEventListener("abort", interrupt);
  const { thresholds, summary } = judge(session, options, setupJson);
  try {
    const publication = { world: request.world, clock: session.thread.clock, options, data: summary, thresholds };
    await publishSummary({ ...publication, choice: request.summary ?? {} }, () => session.instance(script, options));
  } catch (error) {
    state.fail(problemOf(error, "handleSummary()"));
  }
  if (errors.count > 0) notice(`${errors.count} iterations threw; first: ${errors.first}`);
  return outcomeOf(session, { thresholds, summary, figures });
}

function judge(session: Session, options: RunOptions, setupJson: string | undefined) {
  const { thread, elapsedMs, request } = session;
  const thresholds = bindThresholds(options.thresholds, thread.store).set.judge(elapsedMs);
  const { stdout, stderr } = request.world;
  const summary = summaryData({
    store: thread.store,
    checks: thread.checks.counts,
    thresholds,
    trendStats: options.summaryTrendStats,
    timeUnit: options.summaryTimeUnit,
    terminal: { stdout: stdout.columns !== undefined, stderr: stderr.columns !== undefined, colour: stdout.colour },
    durationMs: elapsedMs,
    setupData: setupJson === undefined ? undefined : JSON.parse(setupJson),
  });
  return { thresholds, summary };
}

interface End {
  readonly thresholds: readonly ThresholdResult[];
  readonly summary: SummaryData | undefined;
  readonly figures: GeneratorFigures;
}

function outcomeOf(session: Session, { thresholds, summary, figures }: End): RunOutcome {
  const { state, errors, counts, thread } = session;
  const { problem } = state;
  const lag = thread.store.metric(metric.sendLag)?.sink;
  return {
    exitCode: exitCodeOf({
      failed: problem?.exitCode,
      aborted: state.abortReason !== undefined,
      interrupted: state.interrupted,
      markedFailed: state.failReason !== undefined,
      thresholds,
      scriptErrors: errors.count,
    }),
    ...(problem !== undefined && { problem }),
    iterations: counts.completed,
    interrupted: counts.interrupted,
    dropped: counts.dropped,
    scriptErrors: errors.count,
    ...(errors.first !== undefined && { firstScriptError: errors.first }),
    ...(state.abortReason !== undefined && { abortReason: state.abortReason }),
    ...(state.failReason !== undefined && { failReason: state.failReason }),
    endedByThresholds: state.crossed,
    thresholds,
    ...(summary !== undefined && { summary }),
    generator: { ...figures, sendLagMsP99: (lag?.type === "trend" ? lag.sketch.quantile(0.99) : undefined) ?? null },
  };
}
