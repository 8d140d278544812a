// What a comparison proved about one metric, as a factor that can be multiplied along a chain of phases.

import type { Comparison, MetricRow, RowVerdict } from "../compare/model.ts";

/** After divided by before (1.5 throughput: half as much again; 0.5 latency: halved), with its 95 % interval. */
export interface Gain {
  readonly factor: number;
  readonly low: number | null;
  readonly high: number | null;
}

export interface MetricGain extends Gain {
  readonly endpoint: string;
  readonly metric: MetricRow["metric"];
  readonly verdict: RowVerdict;
}

const gainOf = (row: MetricRow): MetricGain | null =>
  row.change === null
    ? null
    : {
        endpoint: row.endpoint,
        metric: row.metric,
        verdict: row.verdict,
        factor: 1 + row.change,
        low: row.changeInterval.low === null ? null : 1 + row.changeInterval.low,
        high: row.changeInterval.high === null ? null : 1 + row.changeInterval.high,
      };

/** The gain of one metric of one endpoint; null when the comparison has no estimate of it. */
export const metricGain = (
  comparison: Comparison,
  endpoint: string,
  metric: MetricRow["metric"],
): MetricGain | null => {
  const row = comparison.metrics.find((r) => r.endpoint === endpoint && r.metric === metric);
  return row === undefined ? null : gainOf(row);
};

/**
 * The gain over several phases: factors multiply, and the half-widths of their log intervals add in quadrature, since
 * the comparisons are independent experiments. The interval is open where any of theirs is.
 */
export function chain(gains: readonly Gain[]): Gain | null {
  if (gains.length === 0) return null;
  const factor = gains.reduce((product, gain) => product * gain.factor, 1);
  const reach = (end: "low" | "high"): number | null => {
    let squares = 0;
    for (const gain of gains) {
      const bound = gain[end];
      if (bound === null || bound <= 0) return null;
      squares += Math.log(bound / gain.factor) ** 2;
    }
    return Math.sqrt(squares);
  };
  const [down, up] = [reach("low"), reach("high")];
  return {
    factor,
    low: down === null ? null : factor * Math.exp(-down),
    high: up === null ? null : factor * Math.exp(up),
  };
}
