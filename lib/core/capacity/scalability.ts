// How throughput grows with concurrency: Gunther's Universal Scalability Law. A picture of the curve and a measure of
// what holds it down, never the certified capacity: fits extrapolate badly (docs/capacity.md).

import { type Coefficient, leastSquares } from "./least-squares.ts";

/** Throughput seen at one number of requests in flight. */
export interface ScalePoint {
  readonly concurrency: number;
  readonly ratePerSec: number;
}

export interface Scalability {
  /** Requests/s of one request in flight. */
  readonly lambda: number;
  /** Contention: the share of the work that is serial. 1 is one at a time, 0 is none. */
  readonly sigma: Coefficient;
  /** Coherency: what grows with the square, so that more concurrency makes it slower. */
  readonly kappa: Coefficient;
}

/** Fewer points leave no residuals to judge the fit by. */
const LEAST_POINTS = 4;

/**
 * Fits X(N) = λN / (1 + σ(N−1) + κN(N−1)) (Gunther 2007).
 *
 * Linear in N/X = 1/λ + (σ/λ)(N−1) + (κ/λ)N(N−1), weighted by X/N so that each point's relative error counts alike.
 * σ and κ are ratios of coefficients; their intervals treat λ as known, which is narrow by little, as 1/λ is what the
 * points fix best. Undefined for fewer than four different concurrencies.
 */
export function fitScalability(points: readonly ScalePoint[]): Scalability | undefined {
  const usable = points.filter((p) => p.concurrency > 0 && p.ratePerSec > 0);
  if (new Set(usable.map((p) => p.concurrency)).size < LEAST_POINTS) return undefined;
  const weight = (p: ScalePoint): number => p.ratePerSec / p.concurrency;
  const rows = usable.map((p) => {
    const [n, w] = [p.concurrency, weight(p)];
    return [w, w * (n - 1), w * n * (n - 1)];
  });
  const fit = leastSquares(
    rows,
    usable.map(() => 1),
  );
  const [base, contention, coherency] = fit ?? [];
  if (!base || !contention || !coherency || base.value <= 0) return undefined;
  const relative = (c: Coefficient): Coefficient => ({
    value: c.value / base.value,
    low: c.low / base.value,
    high: c.high / base.value,
  });
  return { lambda: 1 / base.value, sigma: relative(contention), kappa: relative(coherency) };
}
