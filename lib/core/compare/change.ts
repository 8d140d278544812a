// From log units back to the fractions people read: (B − A)/A, and the same counted so that positive is better.

import type { Estimate } from "./estimate.ts";
import type { Interval, MetricRow } from "./model.ts";

type Change = Pick<MetricRow, "change" | "changeInterval" | "improvement" | "improvementInterval">;

const interval = (low: number, high: number): Interval => ({
  low: Number.isFinite(low) ? Math.expm1(low) : null,
  high: Number.isFinite(high) ? Math.expm1(high) : null,
});

/** 0 − x, so that no −0 reaches a reader. */
const negative = (x: number | null): number | null => (x === null ? null : 0 - x);

/** Of an estimate in logs where positive is worse. Improvement is the guide's: (A − B)/A of a latency, (B − A)/A of a rate. */
export const changeOf = (
  { centre, interval95: [low, high] }: Pick<Estimate, "centre" | "interval95">,
  betterWhen: MetricRow["betterWhen"],
): Change => {
  if (betterWhen === "higher") {
    const change = Math.expm1(0 - centre);
    const changeInterval = interval(-high, -low);
    return { change, changeInterval, improvement: change, improvementInterval: changeInterval };
  }
  const change = Math.expm1(centre);
  const changeInterval = interval(low, high);
  return {
    change,
    changeInterval,
    improvement: negative(change),
    improvementInterval: { low: negative(changeInterval.high), high: negative(changeInterval.low) },
  };
};
