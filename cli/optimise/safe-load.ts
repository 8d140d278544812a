// How much of one fixed mix a profile carries within the objective of single texts: points tried, not a limit searched
// for (`tailgate capacity --open` does that). The mix is the same in every arm; only its rate differs.

import { writeMix } from "../../lib/core/load/mix.ts";
import { latencyLimit } from "../../lib/core/objectives/latency-limit.ts";
import type { LoadPoint, LoadPointResult } from "../../lib/core/optimise/optimised.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { referenceService } from "../../lib/core/service/reference.ts";
import { loadEndpoints } from "../../lib/core/service/request-kinds.ts";

/** The guide's proportions. */
const mix = loadEndpoints(referenceService);
const REQUESTS_A_ROUND = mix.reduce((sum, { share }) => sum + share, 0);

/** Scale 1 is a round a second. */
const safeLoadVariables = (scale: number): Readonly<Record<string, string>> => ({
  RATE: String(REQUESTS_A_ROUND * scale),
  ARRIVALS: "poisson",
  MIX: writeMix(mix),
  WARMUP: "3s",
  DURATION: "20s",
});

/** A point holds when single texts keep their p95, nothing fails and every arrival is sent. */
function loadPointResult(point: LoadPoint, recording: Recording): LoadPointResult {
  const single = recording.endpoints.find((e) => e.name === "predict");
  const { dropped } = recording.generator;
  const p95 = single?.latencyMs.p95 ?? null;
  const failed = recording.endpoints.some((e) => e.failed > 0);
  return {
    ...point,
    ratePerSec: REQUESTS_A_ROUND * point.scale,
    single,
    batch: recording.endpoints.find((e) => e.name === "batch-50"),
    dropped,
    holds: p95 !== null && p95 < latencyLimit(recording.objectives, "predict", "p95Ms") && !failed && dropped === 0,
  };
}

/** From here the baseline's load is raised until it fails, and no further than this. */
const SCALES = [1, 2, 3, 4, 5, 6] as const;
/** What P1-P4 are asked to hold, in loads at which the baseline fails. */
const TIMES = 3;

/** Runs one profile at one load; undefined when that was interrupted. */
export type MeasureLoad = (
  profile: string,
  variables: Readonly<Record<string, string>>,
) => Promise<Recording | undefined>;

/** The baseline up to the first load it fails, then P1 and P1-P4 at that load, and P1-P4 at three times it. */
export async function loadPoints(measure: MeasureLoad): Promise<readonly LoadPointResult[]> {
  const results: LoadPointResult[] = [];
  const at = async (profile: string, scale: number): Promise<LoadPointResult | undefined> => {
    const recording = await measure(profile, safeLoadVariables(scale));
    const result = recording === undefined ? undefined : loadPointResult({ profile, scale }, recording);
    if (result !== undefined) results.push(result);
    return result;
  };
  let failing: number = SCALES[0];
  for (const scale of SCALES) {
    failing = scale;
    if ((await at("baseline", scale))?.holds !== true) break;
  }
  for (const [profile, scale] of [
    ["p1", failing],
    ["p1234", failing],
    ["p1234", failing * TIMES],
  ] as const) {
    if ((await at(profile, scale)) === undefined) break;
  }
  return results;
}
