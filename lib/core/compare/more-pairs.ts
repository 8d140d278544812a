// What it would take to settle an inconclusive row: about how many more pairs, with the range that the noise's own
// uncertainty allows.

import { MOST_PAIRS, noiseRange, pairsForEquivalence, pairsToDetect } from "../stat/pair-planning.ts";
import type { Estimate } from "./estimate.ts";
import type { Family } from "./family.ts";
import type { MorePairs } from "./model.ts";

/**
 * When the estimate lies beyond `margin` (log units), to show a change of its size or of twice the floor, whichever is
 * larger; else to show that there is none. Null for saved recordings, where repeats cannot help, and beyond any plan.
 */
export const morePairs = (estimate: Estimate, margin: number, floor: number, family: Family): MorePairs | null => {
  const { n, noise, centre } = estimate;
  const least = family.minimumPairs;
  if (noise === undefined || least === null) return null;
  const sd = noise.standardError * Math.sqrt(n);
  const size = Math.abs(centre);
  const toShow = size >= margin ? "change" : "no-change";
  const more = (scale: number): number => {
    const total =
      toShow === "change"
        ? pairsToDetect(Math.max(size, Math.log1p(2 * floor)), sd * scale, family.alpha / Math.max(1, family.size))
        : pairsForEquivalence(margin, centre, sd * scale, family.alpha);
    return Math.max(1, Math.max(total ?? MOST_PAIRS, least) - n);
  };
  const [below, above] = noiseRange(n);
  const pairs = more(1);
  return pairs >= MOST_PAIRS - n ? null : { pairs, low: more(below), high: more(above), toShow };
};
