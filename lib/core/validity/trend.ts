// The slope of a series of points that outliers cannot bend: Theil-Sen, with Sen's interval. Knows nothing of what
// the points mean.

import { median, quantile, toSorted } from "../quantile.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** y per unit of x, with the bounds of its interval. */
export interface Trend {
  readonly slope: number;
  readonly low: number;
  readonly high: number;
}

/** 99 %, since neighbouring windows of a real run resemble each other and a 95 % interval would be too narrow. */
const Z = 2.576;
/** The slopes of all pairs are looked at, so a long series is first thinned to so many medians. */
const MOST_POINTS = 120;

/** Neighbouring points, merged by medians, so that at most `most` are left. */
export const thinned = (points: readonly Point[], most: number = MOST_POINTS): readonly Point[] => {
  const size = Math.ceil(points.length / most);
  if (size <= 1) return points;
  const merged: Point[] = [];
  for (let from = 0; from < points.length; from += size) {
    const group = points.slice(from, from + size);
    const x = median(group.map((p) => p.x));
    const y = median(group.map((p) => p.y));
    if (x !== undefined && y !== undefined) merged.push({ x, y });
  }
  return merged;
};

const pairSlopes = (points: readonly Point[]): number[] =>
  points.flatMap((a, i) => points.slice(i + 1).flatMap((b) => (b.x === a.x ? [] : [(b.y - a.y) / (b.x - a.x)])));

/**
 * The median of the slopes of all pairs of points (Theil 1950) and its distribution-free 99 % interval (Sen 1968):
 * the slopes at ranks (N ∓ z·√V)/2, where V = n(n−1)(2n+5)/18 is the variance of Kendall's S. Undefined for fewer
 * than four points.
 */
export const theilSen = (points: readonly Point[]): Trend | undefined => {
  const used = thinned(points);
  const n = used.length;
  const slopes = toSorted(pairSlopes(used));
  if (n < 4 || !slopes) return undefined;
  const reach = Z * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const at = (rank: number, beyond: number): number => slopes[rank] ?? beyond;
  return {
    slope: quantile(slopes, 0.5),
    low: at(Math.floor((slopes.length - reach) / 2) - 1, Number.NEGATIVE_INFINITY),
    high: at(Math.ceil((slopes.length + reach) / 2), Number.POSITIVE_INFINITY),
  };
};
