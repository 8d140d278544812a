// The windows over which a run claims to be steady: the measured phase of a load that does not change by design.

import { measuredWindows } from "../measured-windows.ts";
import type { MeasuredRun } from "./rule.ts";

/** Fewer windows than this say nothing about a trend. */
export const LEAST_WINDOWS = 10;

/** Whether the load stays the same over the measured phase (a staged run changes on purpose). */
export const isConstantLoad = (run: MeasuredRun): boolean =>
  new Set(run.endpoints.flatMap((e) => measuredWindows(e).map((w) => w.stage))).size <= 1;
