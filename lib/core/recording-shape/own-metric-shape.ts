// A script's own metrics and checks, over the measured phase.

import { Type } from "typebox";
import { phase } from "./endpoint-shape.ts";
import { count, numberOrNull, object, orNull } from "./object.ts";

const values = {
  /** Samples. */
  n: count,
  /** Of the values; of a rate, how many were not zero. */
  sum: Type.Number(),
  min: numberOrNull,
  max: numberOrNull,
  /** The newest. */
  last: numberOrNull,
  /** A trend's distribution, as lib/core/metrics/sketch-text.ts writes it; null for the other types. */
  sketch: orNull(Type.String()),
};

export const metricWindow = object(
  { t: count, phase, stage: orNull(Type.String()), ...values },
  "One second of an own metric, phase and stage.",
);

export const ownMetric = object(
  {
    name: Type.String(),
    type: Type.Enum(["trend", "rate", "counter", "gauge"]),
    /** Whether its values are times in ms. */
    time: Type.Boolean(),
    ...values,
    /** Of a trend, where the sample carries them. */
    p50: numberOrNull,
    p95: numberOrNull,
    p99: numberOrNull,
    windows: Type.Array(metricWindow),
  },
  "A metric that a script made, over the measured phase; `windows` also hold the warm-up.",
);

export const checkRecord = object(
  {
    name: Type.String(),
    /** Endpoint whose answer was checked; null where the script does not say. */
    endpoint: orNull(Type.String()),
    passes: count,
    fails: count,
  },
  "A check by its name, over the measured phase.",
);
