// What is asked, and in which proportions: the endpoints of a service as the load sees them.

import type { LoadEndpoint } from "../service/load-endpoint.ts";

/** The endpoints of a load, each once and with a share of at least 1. */
export type Mix = readonly LoadEndpoint[];

export const endpointNames = (mix: Mix): readonly string[] => mix.map(({ name }) => name);

/** Requests a round may have: the proportions hold over whole rounds, so a round must be short. */
export const LONGEST_ROUND = 1000;

/**
 * Reads `predict:15,batch-50:1`; undefined when it names no endpoint, an unknown one or one twice, or no whole numbers,
 * or more than LONGEST_ROUND of them in all.
 * @param known endpoints of the service; the mix has them in this order
 */
export function parseMix(text: string, known: Mix): Mix | undefined {
  const shares = new Map<string, number>();
  for (const part of text.split(",")) {
    const [name = "", share = "", ...more] = part.trim().split(":");
    const n = Number(share);
    if (!known.some((e) => e.name === name) || shares.has(name) || more.length > 0) return undefined;
    if (share === "" || !Number.isInteger(n) || n < 1) return undefined;
    shares.set(name, n);
  }
  if ([...shares.values()].reduce((a, b) => a + b, 0) > LONGEST_ROUND) return undefined;
  return known.flatMap((e) => {
    const share = shares.get(e.name);
    return share === undefined ? [] : [{ ...e, share }];
  });
}

/** As `parseMix` reads it. */
export const writeMix = (mix: Mix): string => mix.map(({ name, share }) => `${name}:${share}`).join(",");

/** As a recording keeps it. */
export const mixShares = (mix: Mix): Readonly<Record<string, number>> =>
  Object.fromEntries(mix.map(({ name, share }) => [name, share]));
