// What a batch of n texts costs: a + b·n. The fixed part is what batching saves; without one it gives nothing.

import { type Coefficient, leastSquares } from "./least-squares.ts";

/** Typical latency of one batch size. */
export interface BatchPoint {
  readonly texts: number;
  readonly latencyMs: number;
}

export interface BatchCost {
  /** Milliseconds a request costs whatever its size. */
  readonly fixedMs: Coefficient;
  /** Milliseconds each text adds. */
  readonly perTextMs: Coefficient;
  /**
   * What single texts cost a text over what a text costs in the largest batch seen: 1 is "batching gives nothing". Its
   * interval is the widest that those of the two costs allow, so rather too wide than too narrow.
   */
  readonly gain: Coefficient;
}

/**
 * Fits latency = a + b·texts, weighted by 1/latency so that relative errors count alike. Undefined for fewer than
 * three different sizes.
 */
export function fitBatchCost(points: readonly BatchPoint[]): BatchCost | undefined {
  if (new Set(points.map((p) => p.texts)).size < 3) return undefined;
  const fit = leastSquares(
    points.map((p) => [1 / p.latencyMs, p.texts / p.latencyMs]),
    points.map(() => 1),
  );
  const [fixedMs, perTextMs] = fit ?? [];
  if (!fixedMs || !perTextMs) return undefined;
  const largest = Math.max(...points.map((p) => p.texts));
  const gain = (fixed: number, perText: number): number => (fixed + perText) / (fixed / largest + perText);
  const [least, most] = [Math.max(0, fixedMs.low), Math.max(0, perTextMs.low)];
  return {
    fixedMs,
    perTextMs,
    gain: {
      value: gain(fixedMs.value, perTextMs.value),
      low: Number.isFinite(perTextMs.high) ? gain(least, perTextMs.high) : 0,
      // Nothing but a fixed cost: a batch of any size for the price of one text.
      high: Number.isFinite(fixedMs.high) ? gain(Math.max(least, fixedMs.high), most) : Number.POSITIVE_INFINITY,
    },
  };
}
