// Puts a recording together from what the parts of a run saw, and has it judged.

import { failingTexts } from "../../lib/core/fold/failing-texts.ts";
import type { FoldResult, RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import { endpointNames } from "../../lib/core/load/mix.ts";
import { poissonArrivals } from "../../lib/core/load/poisson.ts";
import { judgeObjectives } from "../../lib/core/objectives/judge.ts";
import type { EndpointRecord, FailingText, Generator, Recording } from "../../lib/core/recording.ts";
import { redactText } from "../../lib/core/redact-text.ts";
import { judgeValidity } from "../../lib/core/validity/judge.ts";
import type { MeasuredRun } from "../../lib/core/validity/rule.ts";
import { newRecordingId } from "../../lib/node/recording-file.ts";
import type { EngineOutcome } from "../engine/engine.ts";
import type { MachineWatch } from "./machine-watch.ts";
import type { MeasureRequest } from "./measure-request.ts";
import type { RunHeader } from "./run-header.ts";
import type { ServiceWatch } from "./service-watch.ts";

export interface RunParts {
  readonly request: Pick<MeasureRequest, "plan" | "service" | "signal"> & {
    readonly target: Pick<MeasureRequest["target"], "ended">;
  };
  readonly fold: RecordingFold;
  readonly machine: Pick<MachineWatch, "facts">;
  readonly service: ServiceWatch;
  readonly outcome: EngineOutcome;
  readonly header: RunHeader;
  /** Whether we ended the run early although nobody interrupted it. */
  readonly stopped: boolean;
  /** Why, when it was because nobody listened any more. */
  readonly serviceGone: string | undefined;
  /** Wall clock when the engine was started, for a run that saw no sample. */
  readonly startedAtMs: number;
}

/** How long the measured phase lasted: as planned, or until the last request of a run that was cut short. */
const measuredMs = (request: RunParts["request"], fold: RecordingFold, partial: boolean): number => {
  const { options, iterations } = request.plan;
  const lastMs = fold.lastMeasuredMs();
  const seenMs = Math.max(0, lastMs - options.warmupMs);
  if (iterations !== null || partial) return Math.min(seenMs, options.durationMs);
  return options.durationMs;
};

/** Endpoints as the plan lists them, so that tables do not depend on who answered first. */
export const inPlanOrder = (endpoints: readonly EndpointRecord[], plan: LoadPlan): readonly EndpointRecord[] => {
  const order: readonly string[] = endpointNames(plan.mix);
  return [...endpoints].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
};

/** Requests sent over requests intended: a Poisson schedule intends what it holds, not its rate times the duration. */
const achievedFraction = ({ load, options }: LoadPlan, sent: number, durationMs: number): number | null => {
  if (load.ratePerSec === null || durationMs === 0) return null;
  const { warmupMs, seed } = options;
  const intended =
    load.arrivals === "poisson"
      ? poissonArrivals(seed, load.ratePerSec, warmupMs + durationMs).filter((t) => t >= warmupMs).length
      : (load.ratePerSec * durationMs) / 1000;
  return intended === 0 ? null : sent / intended;
};

const generatorFacts = (parts: RunParts, result: FoldResult, durationMs: number): Generator => {
  const { cpuWaitedMs, ...machine } = parts.machine.facts();
  const sent = result.endpoints.reduce((sum, e) => sum + e.count, 0);
  return {
    ...machine,
    cpuWaitMs: cpuWaitedMs === null || sent === 0 ? null : cpuWaitedMs / sent,
    lagMsP99: parts.outcome.lagMsP99,
    longestGapMs: parts.outcome.longestGapMs,
    sendLagMsP99: result.sendLagMsP99,
    dropped: result.dropped,
    achievedFraction: achievedFraction(parts.request.plan, sent, durationMs),
    scriptErrors: result.scriptErrors,
  };
};

/** Texts by their corpus id: an index means another text once the corpus has changed. */
const failingById = ({ request, fold }: RunParts): readonly FailingText[] =>
  failingTexts(fold.asked(), request.service.rows.length, request.plan.options).map(({ text, ...counts }) => ({
    input: request.service.row(text).id,
    ...counts,
  }));

/** The finished recording of a run, judged. */
export async function composeRecording(parts: RunParts): Promise<Recording> {
  const { request, fold, header } = parts;
  const { plan } = request;
  const { died } = parts.outcome;
  const partial = request.signal.aborted || parts.stopped || died !== undefined;
  const durationMs = measuredMs(request, fold, partial);
  const result = fold.close(durationMs, parts.outcome.metrics);
  const startedAt = new Date(result.startedAtMs ?? parts.startedAtMs);
  const run: MeasuredRun = {
    ...header,
    id: newRecordingId(startedAt, plan.scenario),
    partial,
    startedAt: startedAt.toISOString(),
    durationMs,
    endpoints: inPlanOrder(result.endpoints, plan),
    metrics: result.metrics,
    checks: result.checks,
    failingTexts: failingById(parts),
    timeline: result.timeline,
    generator: generatorFacts(parts, result, durationMs),
    ...(parts.outcome.fleet === undefined ? {} : { fleet: parts.outcome.fleet.record }),
    service: await parts.service.stop(startedAt.getTime()),
  };
  const end = request.target.ended();
  const validity = judgeValidity(run, {
    ...(end === undefined ? {} : { serviceEnded: redactText([end.how, ...end.lastWords.slice(-1)].join(", ")) }),
    ...(parts.serviceGone === undefined ? {} : { serviceGone: parts.serviceGone }),
    ...(died === undefined ? {} : { generatorEnded: `${run.engine.name}, ${redactText(died)}` }),
    answersOnly: plan.iterations !== null,
    ...(plan.load.model === "closed" ? { thinkTimeMs: plan.options.thinkMs } : {}),
  });
  const { targets = [] } = plan;
  return {
    ...run,
    validity,
    objectives: judgeObjectives(run, plan.objectives),
    ...(targets.length === 0 ? {} : { targets: judgeObjectives(run, targets).criteria }),
  };
}
