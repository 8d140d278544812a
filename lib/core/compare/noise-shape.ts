// The shape of a host's noise profile, once: types (noise-profile.ts) and JSON Schema come from it.

import { Type } from "typebox";
import { count, object } from "../recording-shape/object.ts";
import { NOISE_SCHEMA } from "./noise-format.ts";

const noiseMetric = object({
  /** As in a comparison's rows: `predict.p95Ms`. */
  id: Type.String(),
  gated: Type.Boolean(),
  /** Standard deviation of one pair's log ratio. */
  pairSd: Type.Number(),
  /** Mean over all runs of the natural log of the metric, in its unit. */
  levelLog: Type.Number(),
});

/** One A/A comparison: pairs of runs of the same service. */
export const noiseSession = object({
  startedAt: Type.String(),
  scenario: Type.String(),
  engine: Type.String(),
  load: Type.String(),
  durationMs: Type.Number(),
  /** What was measured, e.g. the service's profile or address. */
  service: Type.String(),
  pairs: count,
  metrics: Type.Array(noiseMetric),
});

export const noiseProfile = object({
  schema: Type.Literal(NOISE_SCHEMA),
  hostId: Type.String(),
  sessions: Type.Array(noiseSession),
});
