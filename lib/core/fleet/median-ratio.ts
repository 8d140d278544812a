// How one shard's latencies stand to the others': a shard in another zone or on a throttled machine measures a service
// that the others do not see, and the merge hides it.

import { LatencyHistogram } from "../histogram.ts";

/** Two-sided p = 0.001, as for the halves of a run. */
const Z = 3.29;
/** Fewer samples of an endpoint say nothing of its median. */
const LEAST = 30;

type Latencies = ReadonlyMap<string, LatencyHistogram>;

export const decodeLatencies = (encoded: Readonly<Record<string, string>>): Latencies =>
  new Map(Object.entries(encoded).map(([endpoint, hdr]) => [endpoint, LatencyHistogram.decode(hdr)]));

export const sumOf = (all: readonly Latencies[]): Map<string, LatencyHistogram> => {
  const sum = new Map<string, LatencyHistogram>();
  for (const latencies of all) {
    for (const [endpoint, histogram] of latencies) {
      const known = sum.get(endpoint) ?? new LatencyHistogram();
      known.merge(histogram);
      sum.set(endpoint, known);
    }
  }
  return sum;
};

/** Standardised share of `own` samples at or below `limitMs`, of which half are expected there. */
const signZ = (own: LatencyHistogram, limitMs: number): number =>
  (2 * own.countAtMost(limitMs) - own.count) / Math.sqrt(own.count);

/**
 * The shard's median over the others', weighted over the endpoints by its samples (geometric mean of the ratios).
 * Endpoints whose difference chance explains (sign test) count as alike. Null without enough samples.
 *
 * @param whole all shards' latencies, its own among them
 */
export function medianRatio(own: Latencies, whole: Latencies): number | null {
  let weight = 0;
  let logs = 0;
  for (const [endpoint, histogram] of own) {
    const others = whole.get(endpoint)?.without(histogram);
    if (others === undefined || histogram.count < LEAST || others.count < LEAST) continue;
    const [mine, theirs] = [histogram.quantileMs(0.5), others.quantileMs(0.5)];
    if (!mine || !theirs) continue;
    weight += histogram.count;
    if (Math.abs(signZ(histogram, theirs)) > Z) logs += histogram.count * Math.log(mine / theirs);
  }
  return weight === 0 ? null : Math.exp(logs / weight);
}
