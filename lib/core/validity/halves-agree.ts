// Do the two halves of the run tell the same story? A step in the middle (a noisy neighbour, a failover) is invisible
// in the totals.

import { formatPercent } from "../format.ts";
import { measuredWindows } from "../measured-windows.ts";
import { median } from "../quantile.ts";
import type { MeasuredRun, ValidityRule } from "./rule.ts";
import { isConstantLoad, LEAST_WINDOWS } from "./steady-windows.ts";

/** A change of the middle value below this is no reason to distrust a run. */
const LEAST_CHANGE = 0.1;
/** Two-sided p = 0.001: some ten series a run are looked at, and seconds of one run are not independent. */
const Z = 3.29;

/** Standardised Mann-Whitney statistic of two samples (normal approximation; ties count half). */
const rankSumZ = (a: readonly number[], b: readonly number[]): number => {
  const wins = a.reduce((sum, x) => sum + b.reduce((s, y) => s + (x < y ? 1 : x === y ? 0.5 : 0), 0), 0);
  const mean = (a.length * b.length) / 2;
  return (wins - mean) / Math.sqrt((mean * (a.length + b.length + 1)) / 6);
};

const differ = (values: readonly number[]): number | undefined => {
  if (values.length < 2 * LEAST_WINDOWS) return undefined;
  const middle = Math.floor(values.length / 2);
  const [a, b] = [values.slice(0, middle), values.slice(values.length - middle)];
  const [before, after] = [median(a), median(b)];
  if (!before || !after || Math.abs(rankSumZ(a, b)) < Z) return undefined;
  const change = after / before - 1;
  return Math.abs(change) > LEAST_CHANGE ? change : undefined;
};

/** Requests a second over all endpoints, for the whole seconds of the measured phase. */
const rates = (run: MeasuredRun): number[] => {
  const perSecond = new Map<number, number>();
  for (const e of run.endpoints)
    for (const w of measuredWindows(e)) perSecond.set(w.t, (perSecond.get(w.t) ?? 0) + w.n);
  const inOrder = [...perSecond].sort(([a], [b]) => a - b).map(([, n]) => n);
  return inOrder.slice(1, -1);
};

export const halvesAgree: ValidityRule = (run) => {
  if (!isConstantLoad(run)) return undefined;
  const series: [string, readonly number[]][] = run.endpoints.map((e) => [
    `median of ${e.name}`,
    measuredWindows(e).flatMap((w) => w.p50Ms ?? []),
  ]);
  series.push(["requests a second", rates(run)]);
  const seen = series.flatMap(([name, values]) => {
    const change = differ(values);
    return change === undefined ? [] : [`${name} ${change > 0 ? "+" : "−"}${formatPercent(Math.abs(change))}`];
  });
  if (seen.length === 0) return undefined;
  return {
    rule: "halves-agree",
    severity: "suspect",
    finding: `the second half of the run differs from the first: ${seen.join(", ")}`,
    advice: "Something changed during the run: look at the machine and the service, then run again.",
  };
};
