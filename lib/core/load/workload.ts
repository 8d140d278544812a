// What is sent: a mix of endpoints in fixed proportions and the texts of each request, both fixed by the seed and the
// request's index, so that two engines, or two versions of a service, are asked exactly the same.

import { mix32, type Random, seededRandom, shuffled } from "../random.ts";
import type { LoadEndpoint } from "../service/load-endpoint.ts";
import type { Mix } from "./mix.ts";

/** The endpoint of request `index` (0, 1, 2, …). */
export function endpointAt(mix: Mix, seed: number, index: number): LoadEndpoint {
  const round = mix.flatMap((endpoint) => Array<LoadEndpoint>(endpoint.share).fill(endpoint));
  const position = index % round.length;
  const deck = shuffled(round, seededRandom(mix32(seed, 1, Math.floor(index / round.length))));
  const endpoint = deck[position];
  if (endpoint === undefined) throw new RangeError("a mix needs at least one endpoint");
  return endpoint;
}

/** One text of a request: a corpus text as it is, or made unique so that no cache can know it. */
export interface TextChoice {
  /** Index into the corpus. */
  readonly text: number;
  /** A word to put in front, or undefined for the text as it is. */
  readonly marker: string | undefined;
}

/**
 * Rank of a draw from Zipf's law with exponent 1 over `n` items: P(rank) ∝ 1/(rank+1).
 *
 * By inverting the continuous approximation ln(1+rank)/ln(1+n); exact enough for a popularity curve.
 */
const zipfRank = (n: number, random: Random): number => Math.min(n - 1, Math.floor((n + 1) ** random()) - 1);

/**
 * The texts of request `index`, `count` of them, from a corpus of `corpusSize`.
 *
 * A share `repeatShare` is drawn by popularity (Zipf), the rest uniformly and marked, which makes them unique.
 */
export function textsAt(
  index: number,
  count: number,
  corpusSize: number,
  { seed, repeatShare }: { readonly seed: number; readonly repeatShare: number },
): readonly TextChoice[] {
  const random = seededRandom(mix32(seed, 2, index));
  return Array.from({ length: count }, (_, i) =>
    random() < repeatShare
      ? { text: zipfRank(corpusSize, random), marker: undefined }
      : { text: Math.floor(random() * corpusSize), marker: `ref${mix32(seed, 3, index, i).toString(36)}` },
  );
}

/** The pause before the user's next request, within ±50 % of the mean. */
export const thinkTimeMs = (meanMs: number, seed: number, index: number): number =>
  meanMs * (0.5 + mix32(seed, 4, index) / 2 ** 32);
