// The first rung of the verdict ladder: is this measurement sound? Every rule is asked; the worst reason decides.
// docs/validity.md lists the rules with their limits and where those come from.

import type { Validity } from "../recording.ts";
import { achievedRate } from "./achieved-rate.ts";
import { clockStep } from "./clock-step.ts";
import { cpuSteal } from "./cpu-steal.ts";
import { cpuWait } from "./cpu-wait.ts";
import { droppedArrivals } from "./dropped-arrivals.ts";
import { eventLoopLag } from "./event-loop-lag.ts";
import { generatorCpu } from "./generator-cpu.ts";
import { generatorEnded } from "./generator-ended.ts";
import { generatorFrozen } from "./generator-frozen.ts";
import { halvesAgree } from "./halves-agree.ts";
import { healthFailing } from "./health-failing.ts";
import { littlesLaw } from "./littles-law.ts";
import { noSamples } from "./no-samples.ts";
import { ofEachShard } from "./of-each-shard.ts";
import { ranToEnd } from "./ran-to-end.ts";
import type { MeasuredRun, RunContext, ValidityRule } from "./rule.ts";
import { sampleSize } from "./sample-size.ts";
import { scriptErrors } from "./script-errors.ts";
import { scriptFault } from "./script-fault.ts";
import { sendLateness } from "./send-lateness.ts";
import { serviceEnded } from "./service-ended.ts";
import { serviceGone } from "./service-gone.ts";
import { serviceRestarted } from "./service-restarted.ts";
import { shardSkew } from "./shard-skew.ts";
import { shardUneven } from "./shard-uneven.ts";
import { shardsDiffer } from "./shards-differ.ts";
import { shardsMissing } from "./shards-missing.ts";
import { shardsOverlap } from "./shards-overlap.ts";
import { thresholdEnded } from "./threshold-ended.ts";
import { warmUpOver } from "./warm-up-over.ts";

/** Whether there was a run at all, whole and of one service. */
const isOneRun: readonly ValidityRule[] = [
  noSamples,
  scriptErrors,
  serviceRestarted,
  serviceEnded,
  serviceGone,
  generatorEnded,
  shardsMissing,
  shardsDiffer,
  shardsOverlap,
];

const rules: readonly ValidityRule[] = [
  ...isOneRun,
  ofEachShard(generatorFrozen),
  ofEachShard(generatorCpu),
  ofEachShard(cpuWait),
  ofEachShard(eventLoopLag),
  sendLateness,
  droppedArrivals,
  achievedRate,
  littlesLaw,
  shardSkew,
  shardUneven,
  ofEachShard(clockStep),
  ofEachShard(cpuSteal),
  healthFailing,
  sampleSize,
  warmUpOver,
  halvesAgree,
  scriptFault,
  thresholdEnded,
  ranToEnd,
];

/** What matters where only answers are judged: a slow generator does not make a right answer wrong. */
const rulesForAnswers: readonly ValidityRule[] = [...isOneRun, ranToEnd];

/** Judges a run by every rule: `invalid` when one says so, else `suspect` when one says so, else `valid`. */
export const judgeValidity = (run: MeasuredRun, context: RunContext = {}): Validity => {
  const reasons = (context.answersOnly === true ? rulesForAnswers : rules).flatMap((rule) => rule(run, context) ?? []);
  const verdict = reasons.some((r) => r.severity === "invalid") ? "invalid" : reasons.length > 0 ? "suspect" : "valid";
  return { verdict, reasons };
};
