// The windows over which a run claims to be steady: the measured phase of a load that does not change by design.

import type { EndpointRecord, Window } from "../recording.ts";
import type { MeasuredRun } from "./rule.ts";

/** Fewer windows than this say nothing about a trend. */
export const LEAST_WINDOWS = 10;

export const measuredWindows = (endpoint: EndpointRecord): readonly Window[] =>
  endpoint.windows.filter((w) => w.phase === "measure");

/** Whether the load stays the same over the measured phase (a staged run changes on purpose). */
export const isConstantLoad = (run: MeasuredRun): boolean =>
  new Set(run.endpoints.flatMap((e) => measuredWindows(e).map((w) => w.stage))).size <= 1;
