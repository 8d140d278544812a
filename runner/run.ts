// Runs a k6 script from its options to its exit code: the front door of the runner. Load is made by engine/, requests by
// http/, verdicts by thresholds/.

import { metric } from "../lib/core/metric-sample.ts";
import { type GeneratorFigures, GeneratorMeter } from "./engine/generator-meter.ts";
import { guardRejections } from "./engine/guard-rejections.ts";
import { problemOf } from "./engine/script-problem.ts";
import { describeScenario, longestDuration } from "./executor/describe.ts";
import { vusNeeded } from "./executor/executors.ts";
import type { RunOptions } from "./options/run-options.ts";
import type { RunRequest } from "./run-contract.ts";
import type { RunOutcome } from "./run-outcome.ts";
import { processVus } from "./schedule/share.ts";
import { exitCodeOf } from "./session/outcome.ts";
import { publishSummary } from "./session/publish-summary.ts";
import { Session } from "./session/session.ts";
import type { Ready } from "./session/worker-tasks.ts";
import { type SummaryData, summaryData } from "./summary/summary-data.ts";
import { bindThresholds, type ThresholdResult } from "./thresholds/threshold-set.ts";

/** Never throws for what a user can mend: that is in the outcome. */
export async function runScript(request: RunRequest): Promise<RunOutcome> {
  const { outputs } = request;
  const session = new Session({ ...request, onSample: outputs?.tee(request.onSample) ?? request.onSample });
  const { state, notice, errors } = session;
  const meter = new GeneratorMeter();
  let ready: Ready;
  try {
    ready = await session.instances.prepare();
  } catch (error) {
    state.fail(problemOf(error, "init code"));
    return outcomeOf(session, { thresholds: [], summary: undefined, figures: meter.stop() });
  }
  const { options } = ready;
  outputs?.start({ store: session.thread.store, options });
  request.onPlan?.({
    scenarios: options.scenarios.map((scenario) => ({
      name: scenario.name,
      description: describeScenario(scenario, options.segment),
    })),
    maxVus: vusNeeded(options.scenarios, "max", processVus(options)),
    maxDurationMs: longestDuration(options.scenarios),
  });
  const interrupt = (): void => state.interrupt();
  request.signal.addEventListener("abort", interrupt, { once: true });
  if (request.signal.aborted) interrupt();
  meter.start();
  const ignore = guardRejections((error) => errors.add(error, "a promise nobody awaited"));
  const setupJson = await session.load(ready, () => meter.start()).finally(ignore);
  const figures = meter.stop();
  request.signal.removeEventListener("abort", interrupt);
  const { thresholds, summary } = judge(session, options, setupJson);
  try {
    const publication = { world: request.world, clock: session.thread.clock, options, data: summary, thresholds };
    await publishSummary({ ...publication, choice: request.summary ?? {} }, () => session.instances.fresh(ready));
  } catch (error) {
    state.fail(problemOf(error, "handleSummary()"));
  }
  if (errors.count > 0) notice(`${errors.count} iterations threw; first: ${errors.first}`);
  return outcomeOf(session, { thresholds, summary, figures });
}

function judge(session: Session, options: RunOptions, setupJson: string | undefined) {
  const { elapsedMs, request } = session;
  const { store, checks } = session.collect();
  const thresholds = bindThresholds(options.thresholds, store).set.judge(elapsedMs);
  const { stdout, stderr } = request.world;
  const summary = summaryData({
    store,
    checks: checks.counts,
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
  const { state, errors, counts } = session;
  const { problem } = state;
  const lag = session.collect().store.metric(metric.sendLag)?.sink;
  return {
    exitCode: exitCodeOf({
      failed: problem?.exitCode,
      aborted: state.abortReason !== undefined,
      interrupted: state.interrupted,
      stopped: state.stopped,
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
    generator: {
      cpuFraction: figures.cpuFraction,
      lagMsP99: session.threadsLagMsP99 ?? figures.lagMsP99,
      lagMsMax: figures.lagMsMax,
      sendLagMsP99: (lag?.type === "trend" ? lag.sketch.quantile(0.99) : undefined) ?? null,
    },
  };
}
