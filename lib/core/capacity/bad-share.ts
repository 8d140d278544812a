// The share of bad requests (failed or slower than the limit) with one-sided bounds. Requests near each other in time
// fail together, so the evidence is the blocks of the run and not its requests.

import { clopperPearson } from "../stat/clopper-pearson.ts";
import { studentQuantile } from "../stat/student-t.ts";
import type { BadShare, Block } from "./model.ts";

/** Each bound holds with 95 %. */
const ALPHA = 0.05;

/** Half the one-sided interval of a ratio of means: t·√(Σ(bᵢ − r·nᵢ)² / (k−1)) / (√k·n̄), Cochran 1977, section 6.4. */
const reach = (blocks: readonly Block[], ratio: number, total: number): number => {
  const k = blocks.length;
  if (k < 2) return Number.POSITIVE_INFINITY;
  const squares = blocks.reduce((sum, b) => sum + (b.slow + b.failed - ratio * b.total) ** 2, 0);
  const standardError = Math.sqrt(squares / (k - 1) / k) / (total / k);
  return studentQuantile(1 - ALPHA, k - 1) * standardError;
};

/**
 * Share and bounds over blocks of equal length: the ratio of block means with Student's t on k − 1 degrees of freedom.
 *
 * Never narrower than Clopper and Pearson's bounds on independent requests: a run without a bad request has no
 * variance, and its upper bound is still about 3/n. One block alone bounds nothing.
 */
export function badShare(blocks: readonly Block[]): BadShare {
  const total = blocks.reduce((sum, b) => sum + b.total, 0);
  const bad = blocks.reduce((sum, b) => sum + b.slow + b.failed, 0);
  if (total === 0) return { bad, total, blocks: blocks.length, share: null, lower: 0, upper: 1 };
  const share = bad / total;
  const half = reach(blocks, share, total);
  const [exactLower, exactUpper] = clopperPearson(bad, total, ALPHA);
  return {
    bad,
    total,
    blocks: blocks.length,
    share,
    lower: Math.max(0, Math.min(exactLower, share - half)),
    upper: Math.min(1, Math.max(exactUpper, share + half)),
  };
}
