// Does batching pay? The fixed cost of a request against the cost of each row, from runs in which requests did not
// wait for each other: a single row that waits behind a batch looks as if it cost what the batch costs.

import { fitBatchCost } from "../capacity/batch-cost.ts";
import { inferenceOf } from "../endpoint-role.ts";
import { formatMs } from "../format.ts";
import type { MeasuredRun } from "../validity/rule.ts";
import type { DiagnosisRule } from "./diagnosis.ts";
import { inFlightOf } from "./inference.ts";

/** Mean requests in flight: with more, the median request of some endpoint is one that has waited. */
const ALONE = 0.2;
/** A row in the largest batch must be cheaper than alone by this factor for batching to be worth its trouble. */
const PAYS = 1.3;

/** One user waits for its answer before it sends the next request; of several, few may be there at a time. */
const isWithoutQueue = (run: MeasuredRun): boolean =>
  (run.load.model === "closed" && run.load.users === 1 && run.load.stages.length === 0) || inFlightOf(run) <= ALONE;

export const batchCost: DiagnosisRule = (runs) => {
  const points = runs
    .filter(isWithoutQueue)
    .flatMap(inferenceOf)
    .flatMap((e) =>
      e.rows === null || e.latencyMs.p50 === null ? [] : [{ texts: e.rows, latencyMs: e.latencyMs.p50 }],
    );
  const fit = fitBatchCost(points);
  if (fit === undefined) return undefined;
  const { low, value, high } = fit.gain;
  const pays = low > 1 && value >= PAYS;
  // Neither is shown: the costs are not known well enough.
  if (!pays && high >= PAYS) return undefined;
  return {
    rule: "batch-cost",
    kind: "fact",
    symptom: pays ? "Batching pays" : "Batching gives nothing",
    evidence: `a batch of n rows takes ${formatMs(fit.fixedMs.value)} + ${formatMs(fit.perTextMs.value)}·n ms; a row in the largest batch is ${value.toFixed(1)} times cheaper than alone [${low.toFixed(1)}, ${high.toFixed(1)}]`,
    cause: pays
      ? "The fixed cost of a request is shared by its rows."
      : "The rows of a batch are worked on one by one.",
    rival: "Single rows in the sample are shorter or longer than those in batches.",
    nextExperiment: pays
      ? "Choose the largest batch whose p95 stays within the objective at the operating load."
      : "Profile a batch (tailgate profile): one matrix product for all items instead of one each.",
  };
};
