// The result of a comparison, as every renderer reads it. Types only, from their one source (comparison-shape.ts), which
// says what each field means.

import type { ValueOf } from "../recording-shape/object.ts";
import type * as shape from "./comparison-shape.ts";

export type Comparison = ValueOf<typeof shape.comparison>;
export type OverallVerdict = ValueOf<typeof shape.overallVerdict>;
export type RowVerdict = ValueOf<typeof shape.rowVerdict>;
export type Design = ValueOf<typeof shape.design>;
export type DayNoise = ValueOf<typeof shape.dayNoise>;
export type Side = ValueOf<typeof shape.side>;
export type RunRef = ValueOf<typeof shape.runRef>;
export type Fingerprint = ValueOf<typeof shape.fingerprint>;
export type Refusal = ValueOf<typeof shape.refusal>;
export type Pair = ValueOf<typeof shape.pair>;
export type Interval = ValueOf<typeof shape.interval>;
/** What every judged row has. */
export type Judged = Pick<FailureRow, "id" | "endpoint" | "gated" | "verdict" | "p" | "pHolm" | "notes">;
export type MetricRow = ValueOf<typeof shape.metricRow>;
export type MorePairs = ValueOf<typeof shape.morePairs>;
export type FailureRow = ValueOf<typeof shape.failureRow>;
export type AnswerRow = ValueOf<typeof shape.answerRow>;
export type Note = ValueOf<typeof shape.note>;
