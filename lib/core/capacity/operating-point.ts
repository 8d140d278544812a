// What to do with a confirmed capacity: how much of it to use, how many replicas a rate needs, what a prediction
// costs. Arithmetic on measured figures; it refuses to guess prices.

/** Share of the confirmed load to run at: room for peaks within the minute and for a replica that fails. */
export const OPERATING_SHARE = 0.7;

export interface Replicas {
  /** Needed for the target rate at the operating share. */
  readonly serving: number;
  /** With one more, so that the rate is still served when one fails. */
  readonly withSpare: number;
}

/** Replicas for `targetPerSec`, each confirmed at `confirmedPerSec` requests/s and run at `share` of that. */
export function replicasFor(targetPerSec: number, confirmedPerSec: number, share = OPERATING_SHARE): Replicas {
  const serving = Math.max(1, Math.ceil(targetPerSec / (confirmedPerSec * share)));
  return { serving, withSpare: serving + 1 };
}

/** Price of a million predictions on a replica that costs `pricePerHour` and makes `predictionsPerSec`. */
export const costPerMillion = (pricePerHour: number, predictionsPerSec: number): number =>
  (pricePerHour / (predictionsPerSec * 3600)) * 1_000_000;
