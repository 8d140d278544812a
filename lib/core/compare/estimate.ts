// What one metric's values say about the change from A to B, in natural-log units where positive is worse. For pairs,
// by the exact tests of lib/core/stat. Whether it amounts to a verdict is decided elsewhere (verdict.ts).

import { pairNoise } from "../stat/pair-planning.ts";
import { signedRankP } from "../stat/signed-rank.ts";
import { spread } from "../stat/spread.ts";
import { hodgesLehmann, walshAverages, walshInterval } from "../stat/walsh.ts";
import type { MetricRow } from "./model.ts";

export interface Estimate {
  /** Log ratio, positive is worse. */
  readonly centre: number;
  /** Two-sided, of no change. */
  readonly p: number;
  readonly interval95: readonly [number, number];
  /** Inside the margin, it shows no change (`equivalenceAlpha`). */
  readonly equivalence: readonly [number, number];
  /** Of `centre`, for planning only; undefined when the noise is unknown. */
  readonly noise: { readonly standardError: number; readonly df: number } | undefined;
  /** Pairs, or runs of the smaller side. */
  readonly n: number;
}

/** ln(B/A), turned so that positive is worse. */
export const worsening = (a: number, b: number, betterWhen: MetricRow["betterWhen"]): number =>
  betterWhen === "lower" ? Math.log(b / a) : Math.log(a / b);

/** From the Walsh interval, which odd pairs hardly move; from the plain spread where no such interval exists (n < 6). */
const noiseOf = (d: readonly number[], [low, high]: readonly [number, number]): Estimate["noise"] => {
  const n = d.length;
  if (n < 2) return undefined;
  const sd = Number.isFinite(high - low) ? pairNoise((high - low) / 2, n) : spread(d);
  return { standardError: sd / Math.sqrt(n), df: n - 1 };
};

/** Level of claims from which on a comparison is one of a single look. */
const SINGLE_LOOK = 0.025;

/**
 * Level of each of the two one-sided tests for "no change": the usual 5 % where there is a single look, that of the look
 * where there are several. Claims have a stricter one of their own (cli/compare/preset.ts).
 */
const equivalenceAlpha = (alpha: number): number => (alpha >= SINGLE_LOOK ? Math.max(alpha, 0.05) : alpha);

/** From the pairs' log ratios `d` (positive is worse) at level `alpha`; undefined without any. */
export const estimateFromPairs = (d: readonly number[], alpha: number): Estimate | undefined => {
  const n = d.length;
  const walsh = walshAverages(d);
  const centre = hodgesLehmann(walsh);
  if (centre === undefined) return undefined;
  const interval95 = walshInterval(walsh, n, 0.05);
  const equivalence = walshInterval(walsh, n, 2 * equivalenceAlpha(alpha));
  return { centre, p: signedRankP(d), interval95, equivalence, noise: noiseOf(d, interval95), n };
};
