// How much of one fixed mix a profile carries within the objective of single texts: points tried, not a limit searched
// for (`tailgate capacity --open` does that). The mix is the same in every arm; only its rate differs.

import { guideObjectives } from "../../lib/core/objectives/objective.ts";
import type { EndpointRecord, Recording } from "../../lib/core/recording.ts";

/** 15 single texts to 1 batch of 50, with 4 health checks; scale 1 is 20 requests a second. */
const RATE_AT_SCALE_1 = 20;

export const safeLoadVariables = (scale: number): Readonly<Record<string, string>> => ({
  RATE: String(RATE_AT_SCALE_1 * scale),
  MIX: "predict:15,batch-50:1,health:4",
  WARMUP: "2s",
  DURATION: "10s",
});

export interface LoadPoint {
  readonly profile: string;
  readonly scale: number;
}

/** The baseline at a load, and P1-P4 at the same load and at three times it. */
export const loadPoints: readonly LoadPoint[] = [
  { profile: "baseline", scale: 2 },
  { profile: "p1", scale: 2 },
  { profile: "p1234", scale: 2 },
  { profile: "p1234", scale: 6 },
];

export interface LoadPointResult extends LoadPoint {
  readonly ratePerSec: number;
  readonly single: EndpointRecord | undefined;
  readonly batch: EndpointRecord | undefined;
  readonly dropped: number;
  readonly holds: boolean;
}

const p95Limit = guideObjectives.find((o) => o.metric === "p95Ms")?.limit ?? Number.NaN;

/** A point holds when single texts keep their p95, nothing fails and every arrival is sent. */
export function loadPointResult(point: LoadPoint, recording: Recording): LoadPointResult {
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
