// Puts a recording together from what the parts of a run saw, and has it judged.

import { exit } from "../../lib/core/exit.ts";
import { failingTexts } from "../../lib/core/fold/failing-texts.ts";
import type { FoldResult, RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import { endpointNames } from "../../lib/core/load/mix.ts";
import { poissonArrivals } from "../../lib/core/load/poisson.ts";
import { rowsOfRequest } from "../../lib/core/load/rows-of-request.ts";
import type { MetricKind } from "../../lib/core/metrics/engine-metrics.ts";
import { judgeObjectives } from "../../lib/core/objectives/judge.ts";
import type { EndpointRecord, FailingText, Generator, Recording } from "../../lib/core/recording.ts";
import { redactText } from "../../lib/core/redact-text.ts";
import { judgeValidity } from "../../lib/core/validity/judge.ts";
import type { MeasuredRun } from "../../lib/core/validity/rule.ts";
import { newRecordingId } from "../../lib/node/recording-file.ts";
import type { EngineOutcome } from "../engine/engine.ts";
import type { ScriptWatch } from "../script/script-watch.ts";
import type { CostWatch } from "./cost-watch.ts";
import type { MachineWatch } from "./machine-watch.ts";
import type { MeasureRequest } from "./measure-request.ts";
import type { RunHeader } from "./run-header.ts";
import { runObjectives } from "./run-objectives.ts";
import type { ServiceWatch } from "./service-watch.ts";

export interface RunParts {
  readonly request: Pick<MeasureRequest, "plan" | "service" | "signal"> & {
    readonly target: Pick<MeasureRequest["target"], "ended">;
  };
  readonly fold: RecordingFold;
  /** Of a script that knows nothing of Tailgate. */
  readonly script: ScriptWatch | undefined;
  readonly machine: Pick<MachineWatch, "facts">;
  readonly service: Pick<ServiceWatch, "stop">;
  /** Undefined where nobody watched. */
  readonly cost: CostWatch | undefined;
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
const measuredMs = ({ request, fold, script }: RunParts, partial: boolean): number => {
  const { options, iterations, foreign } = request.plan;
  if (script !== undefined && (partial || foreign?.endsByCount === true))
    return Math.min(script.measuredMs, options.durationMs);
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
    // A script's rate is one of iterations, and each may send any number of requests.
    achievedFraction: achievedFraction(parts.request.plan, parts.script?.iterations ?? sent, durationMs),
    scriptErrors: result.scriptErrors + (parts.outcome.scriptErrors ?? 0),
  };
};

/** Texts by their corpus id: an index means another text once the corpus has changed. */
const failingById = ({ request: { service, plan }, fold }: RunParts): readonly FailingText[] =>
  service === undefined
    ? []
    : failingTexts(fold.asked(), ({ name }, index) => {
        const kind = service.kinds.find((k) => k.name === name);
        if (kind === undefined) return [];
        return rowsOfRequest(kind, index, service.rows.length, plan.options).map(({ text }) => text);
      }).map(({ text, ...counts }) => ({
        input: service.row(text).id,
        ...counts,
      }));

/** What the script's own metrics are: as its init code says, where that is known. */
const kindsOf = ({ request, outcome }: RunParts): ReadonlyMap<string, MetricKind> =>
  new Map([
    ...outcome.metrics,
    ...(request.plan.foreign?.metrics ?? []).map(({ name, type, isTime }): [string, MetricKind] => [
      name,
      { type, time: isTime },
    ]),
  ]);

/** What a foreign script did to its own run, outside of iterations; undefined when nothing. */
const scriptFault = ({ script, outcome }: RunParts): { text: string; endedTheRun: boolean } | undefined =>
  script === undefined || outcome.problem === undefined || outcome.died !== undefined
    ? undefined
    : { text: redactText(outcome.problem), endedTheRun: outcome.exitCode === exit.testAborted };

/** The finished recording of a run, judged. */
export async function composeRecording(parts: RunParts): Promise<Recording> {
  const { request, fold, header } = parts;
  const { plan } = request;
  const { died } = parts.outcome;
  const fault = scriptFault(parts);
  const partial = request.signal.aborted || parts.stopped || died !== undefined || fault?.endedTheRun === true;
  const durationMs = measuredMs(parts, partial);
  const result = fold.close(durationMs, kindsOf(parts));
  const startedAt = new Date(result.startedAtMs ?? parts.startedAtMs);
  const run: MeasuredRun = {
    ...header,
    target: { ...header.target, url: header.target.url || redactText((parts.script?.origins ?? []).join(", ")) },
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
    cost: (await parts.cost?.between(startedAt.getTime() + plan.options.warmupMs, durationMs)) ?? null,
  };
  const end = request.target.ended();
  const validity = judgeValidity(run, {
    ...(end === undefined ? {} : { serviceEnded: redactText([end.how, ...end.lastWords.slice(-1)].join(", ")) }),
    ...(parts.serviceGone === undefined ? {} : { serviceGone: parts.serviceGone }),
    ...(parts.stopped && parts.serviceGone === undefined ? { thresholdEnded: parts.script?.crossed() } : {}),
    ...(fault === undefined ? {} : { scriptFault: fault.text }),
    ...(died === undefined ? {} : { generatorEnded: `${run.engine.name}, ${redactText(died)}` }),
    answersOnly: plan.iterations !== null,
    // How long a script's users pause is its own affair.
    ...(plan.load.model === "closed" && plan.foreign === undefined ? { thinkTimeMs: plan.options.thinkMs } : {}),
  });
  const { targets = [] } = plan;
  return {
    ...run,
    validity,
    objectives: runObjectives(plan, run, parts.script),
    ...(targets.length === 0 ? {} : { targets: judgeObjectives(run, targets).criteria }),
  };
}
