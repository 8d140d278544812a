// Which corpus texts were in requests that failed, and in how many that did not: counted afterwards, from the numbers
// of the requests, so that a request costs one sample and a healthy run nothing more.

import { textsAt } from "../load/workload.ts";
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
 * @param corpusSize and `options` as the requests were made with
 */
export function failingTexts(
  endpoints: readonly AskedEndpoint[],
  corpusSize: number,
  options: { readonly seed: number; readonly repeatShare: number },
): readonly TextFailures[] {
  if (endpoints.every(({ requests }) => [...requests.failed].length === 0)) return [];
  const tallies = new Map<number, Tally>();
  for (const { name, texts, requests } of endpoints) {
    for (const index of requests.asked) {
      const held = new Set(textsAt(index, texts, corpusSize, options).map((choice) => choice.text));
      for (const text of held) {
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
