// How much of one fixed mix a profile carries within the objective of single texts: points tried, not a limit searched
// for (`tailgate capacity --open` does that). The mix is the same in every arm; only its rate differs.

import { guideObjectives } from "../../lib/core/objectives/objective.ts";
import type { EndpointRecord, Recording } from "../../lib/core/recording.ts";

/** 15 single texts to 1 batch of 50, with 4 health checks; scale 1 is 20 requests a second. */
const RATE_AT_SCALE_1 = 20;

const safeLoadVariables = (scale: number): Readonly<Record<string, string>> => ({
  RATE: String(RATE_AT_SCALE_1 * scale),
  MIX: "predict:15,batch-50:1,health:4",
  WARMUP: "2s",
  DURATION: "10s",
});

interface LoadPoint {
  readonly profile: string;
  readonly scale: number;
}

export interface LoadPointResult extends LoadPoint {
  readonly ratePerSec: number;
  readonly single: EndpointRecord | undefined;
  readonly batch: EndpointRecord | undefined;
  readonly dropped: number;
  readonly holds: boolean;
}

const p95Limit = guideObjectives.find((o) => o.metric === "p95Ms")?.limit ?? Number.NaN;

/** A point holds when single texts keep their p95, nothing fails and every arrival is sent. */
function loadPointResult(point: LoadPoint, recording: Recording): LoadPointResult {
  const single = recording.endpoints.find((e) => e.name === "predict");
  const { dropped } = recording.generator;
  const p95 = single?.latencyMs.p95 ?? null;
  const failed = recording.endpoints.some((e) => e.failed > 0);
  return {
    ...point,
    ratePerSec: RATE_AT_SCALE_1 * point.scale,
    single,
    batch: recording.endpoints.find((e) => e.name === "batch-50"),
    dropped,
    holds: p95 !== null && p95 < p95Limit && !failed && dropped === 0,
  };
}

/** From here the baseline's load is raised until it fails, and no further than this. */
const SCALES = [2, 3, 4, 5, 6] as const;
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
