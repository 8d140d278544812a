// What a recording says of itself: whether it can be trusted, and whether the service met its objectives.

import { Type } from "typebox";
import { numberOrNull, object, orNull } from "./object.ts";

/** Why a measurement is not to be trusted, with what to do about it. */
export const reason = object({
  rule: Type.String(),
  severity: Type.Enum(["suspect", "invalid"]),
  /** What was seen, with figures. */
  finding: Type.String(),
  advice: Type.String(),
});

export const validity = object({
  verdict: Type.Enum(["valid", "suspect", "invalid"]),
  reasons: Type.Array(reason),
});

const met = Type.Enum(["pass", "fail", "no-data"]);

export const criterion = object({
  /** An endpoint's name; `total` for all of them together and for a script's own metric. */
  endpoint: Type.String(),
  /** A built-in figure (`p95Ms`), or an own metric and its statistic (`checkout_time.p95`). */
  metric: Type.String(),
  /** What `actual` must be to `limit`. */
  bound: Type.Enum(["at-most", "below", "at-least", "above", "equal", "not-equal"]),
  limit: Type.Number(),
  actual: numberOrNull,
  verdict: met,
  /** Unit of `limit` and `actual`, where the metric is not a built-in one. */
  unit: Type.Optional(Type.Enum(["ms", "fraction", "per second", "count", "number", "CPU s", "bytes"])),
  /** The threshold as its script has it, `http_req_duration{name:login}: p(95)<500`; null for the suite's words. */
  text: orNull(Type.String()),
});

export const objectives = object({ verdict: met, criteria: Type.Array(criterion) });
