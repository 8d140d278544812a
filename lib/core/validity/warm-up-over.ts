// Had the service settled when the measured phase began? A median that still moves through the run belongs to no
// steady state.

import { formatPercent } from "../format.ts";
import { measuredWindows } from "../measured-windows.ts";
import type { EndpointRecord } from "../recording.ts";
import type { ValidityRule } from "./rule.ts";
import { isConstantLoad, LEAST_WINDOWS } from "./steady-windows.ts";
import { theilSen } from "./trend.ts";

/** Change of the per-second median over the run (statistics.md 3.3); the whole interval must lie beyond it. */
const MOST_DRIFT = 0.05;

interface Drift {
  readonly endpoint: string;
  /** Relative change from the start to the end of the measured phase. */
  readonly change: number;
}

const driftOf = (endpoint: EndpointRecord): Drift | undefined => {
  const points = measuredWindows(endpoint).flatMap((w) =>
    w.p50Ms !== null && w.p50Ms > 0 ? [{ x: w.t, y: Math.log(w.p50Ms) }] : [],
  );
  const first = points[0];
  const last = points.at(-1);
  const trend = theilSen(points);
  if (points.length < LEAST_WINDOWS || !first || !last || !trend) return undefined;
  const span = last.x - first.x;
  const certain = Math.max(trend.low * span, -trend.high * span);
  return certain > Math.log(1 + MOST_DRIFT)
    ? { endpoint: endpoint.name, change: Math.expm1(trend.slope * span) }
    : undefined;
};

export const warmUpOver: ValidityRule = (run) => {
  if (!isConstantLoad(run)) return undefined;
  const drifts = run.endpoints.flatMap((e) => driftOf(e) ?? []);
  if (drifts.length === 0) return undefined;
  const seen = drifts.map((d) => `${d.endpoint} ${d.change > 0 ? "+" : "−"}${formatPercent(Math.abs(d.change))}`);
  const faster = drifts.every((d) => d.change < 0);
  return {
    rule: "warm-up-over",
    severity: "suspect",
    finding: `the median latency drifts through the measured phase: ${seen.join(", ")} from start to end`,
    advice: faster
      ? "The service was still warming up: raise WARMUP."
      : "The service slows down under load: try tailgate run soak, or look for a growing queue or heap.",
  };
};
