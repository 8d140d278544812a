// Does batching pay? The fixed cost of a request against the cost of each text, from a run in which requests did not
// wait for each other.

import { fitBatchCost } from "../capacity/batch-cost.ts";
import { inferenceOf } from "../endpoint-role.ts";
import { formatMs } from "../format.ts";
import type { DiagnosisRule } from "./diagnosis.ts";
import { inFlightOf } from "./inference.ts";

/** With more requests in flight, latency is waiting and not cost. */
const ALONE = 1.5;
/** A text in the largest batch must be cheaper than alone by this factor for batching to be worth its trouble. */
const PAYS = 1.3;

export const batchCost: DiagnosisRule = (runs) => {
  const points = runs
    .filter((run) => inFlightOf(run) <= ALONE)
    .flatMap(inferenceOf)
    .flatMap((e) =>
      e.rows === null || e.latencyMs.p50 === null ? [] : [{ texts: e.rows, latencyMs: e.latencyMs.p50 }],
    );
  const fit = fitBatchCost(points);
  if (fit === undefined) return undefined;
  const pays = fit.gain >= PAYS;
  return {
    rule: "batch-cost",
    kind: "fact",
    symptom: pays ? "Batching pays" : "Batching gives nothing",
    evidence: `a batch of n texts takes ${formatMs(fit.fixedMs.value)} + ${formatMs(fit.perTextMs.value)}·n ms; a text in the largest batch is ${fit.gain.toFixed(1)} times cheaper than alone`,
    cause: pays
      ? "The fixed cost of a request is shared by its texts."
      : "The texts of a batch are worked on one by one.",
    rival: "Single texts in the sample are shorter or longer than those in batches.",
    nextExperiment: pays
      ? "Choose the largest batch whose p95 stays within the objective at the operating load."
      : "Profile a batch (make profile): one matrix product for all items instead of one each.",
  };
};
