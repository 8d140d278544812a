// Which corpus texts were in requests that failed, and in how many that did not: counted afterwards, from the numbers
// of the requests, so that a request costs one sample and a healthy run nothing more.

import type { FailingText } from "../recording.ts";
import type { RequestNumbers } from "./request-fold.ts";

export interface AskedEndpoint {
  readonly name: string;
  /** Texts a request. */
  readonly texts: number;
  readonly requests: RequestNumbers;
}

/** A text by its index into the corpus; one made unique counts as the text it was made of. */
export interface TextFailures extends Omit<FailingText, "input"> {
  readonly text: number;
}

/** Enough to look at; a service that fails at everything must not fill the recording. */
const KEPT = 100;

/** A count of each endpoint, over all of them. */
export const overEndpoints = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((a, b) => a + b, 0);

const failedShare = (t: TextFailures): number => overEndpoints(t.failed) / overEndpoints(t.requests);

class Tally {
  readonly requests: Record<string, number> = {};
  readonly failed: Record<string, number> = {};

  add(endpoint: string, hasFailed: boolean): void {
    this.requests[endpoint] = (this.requests[endpoint] ?? 0) + 1;
    if (hasFailed) this.failed[endpoint] = (this.failed[endpoint] ?? 0) + 1;
  }
}

/**
 * Texts of which a request failed, those that failed most often first and then the most asked for; a hundred at most.
 *
 * @param held the texts that request `index` of an endpoint held, by their index into the corpus
 */
export function failingTexts(
  endpoints: readonly AskedEndpoint[],
  held: (endpoint: AskedEndpoint, index: number) => readonly number[],
): readonly TextFailures[] {
  if (endpoints.every(({ requests }) => [...requests.failed].length === 0)) return [];
  const tallies = new Map<number, Tally>();
  for (const endpoint of endpoints) {
    const { name, requests } = endpoint;
    for (const index of requests.asked) {
      for (const text of new Set(held(endpoint, index))) {
        const tally = tallies.get(text) ?? new Tally();
        tallies.set(text, tally);
        tally.add(name, requests.failed.has(index));
      }
    }
  }
  return [...tallies]
    .map(([text, { requests, failed }]) => ({ text, requests, failed }))
    .filter((t) => overEndpoints(t.failed) > 0)
    .sort(
      (a, b) =>
        failedShare(b) - failedShare(a) || overEndpoints(b.requests) - overEndpoints(a.requests) || a.text - b.text,
    )
    .slice(0, KEPT);
}
