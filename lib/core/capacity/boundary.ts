// What the edge of the capacity looks like: whether one step more is harmless, worse or ruin, and whether the long
// runs contradict each other.

import type { Boundary, Climb, Entry, FirstBreak } from "./model.ts";

/** Loads this far above the confirmed one should be worse than it; when they are not, the boundary is flat. */
const WELL_ABOVE = 1.1;

/** A clear breach as near as this ends any talk of flatness. */
const NEAR = 1.5;

const breaksNear = (confirmed: Entry, entries: readonly Entry[]): boolean =>
  entries.some((e) => e.verdict === "breach" && e.probe.load <= NEAR * confirmed.probe.load);

const isLong = ({ probe }: Entry): boolean => probe.kind === "confirm" || probe.kind === "bracket";

/**
 * Whether `other` shows a larger bad share than `base`: the 95 % lower bound of their difference is above zero.
 *
 * Bounds of a difference from the bounds of its parts: Zou & Donner 2008 (MOVER), as Newcombe 1998 for proportions.
 */
const isWorse = (other: Entry, base: Entry): boolean => {
  const [a, b] = [other.share, base.share];
  if (a.share === null || b.share === null) return false;
  return a.share - b.share > Math.hypot(a.share - a.lower, b.upper - b.share);
};

/** A long run that failed at a load well above the confirmed one, and yet cannot be told from it. */
const isFlatAgainst =
  (confirmed: Entry) =>
  (other: Entry): boolean =>
    isLong(other) &&
    other.verdict === "fail" &&
    other.probe.load >= WELL_ABOVE * confirmed.probe.load &&
    !isWorse(other, confirmed);

export function boundaryOf(climb: Climb, confirmed: Entry | null, entries: readonly Entry[]): Boundary {
  if (confirmed !== null && entries.some(isFlatAgainst(confirmed)) && !breaksNear(confirmed, entries)) return "flat";
  if (climb.failedAt === null) return "unseen";
  return climb.clearly ? "cliff" : "smooth";
}

/**
 * The lowest load whose bad share is above the limit by its lower bound, else the one where the climb stopped.
 *
 * @param above loads up to this one passed a long run: a bad window there was bad luck
 */
export function firstBreak(
  climb: Climb,
  entries: readonly Entry[],
  badLimit: number,
  above: number,
): FirstBreak | null {
  const failing = entries.filter((e) => e.criterion !== null && e.probe.load > above);
  const clear = failing.filter((e) => e.verdict === "breach" || e.share.lower > badLimit);
  const candidates = clear.length > 0 ? clear : failing.filter((e) => e.probe.load === climb.failedAt);
  const lowest = candidates.reduce<Entry | undefined>(
    (low, e) => (low === undefined || e.probe.load < low.probe.load ? e : low),
    undefined,
  );
  if (lowest?.criterion == null) return null;
  return {
    load: lowest.probe.load,
    criterion: lowest.criterion,
    endpoint: lowest.result.worstEndpoint,
    clear: clear.length > 0,
  };
}

/**
 * The highest passing long run below every failing one, as MLRsearch's relevant lower bound (RFC 9971), and whether
 * a failing load lay below a passing one. Null when nothing passed.
 */
export function relevantPass(entries: readonly Entry[]): { readonly entry: Entry; readonly inverted: boolean } | null {
  const long = entries.filter(isLong);
  const passing = long.filter((e) => e.verdict === "pass").sort((a, b) => a.probe.load - b.probe.load);
  const lowestFailing = Math.min(
    ...long.filter((e) => e.verdict === "fail" || e.verdict === "breach").map((e) => e.probe.load),
  );
  const entry = passing.findLast((e) => e.probe.load < lowestFailing);
  const inverted = passing.some((e) => e.probe.load >= lowestFailing);
  return entry === undefined ? null : { entry, inverted };
}
