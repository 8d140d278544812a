// P3 of the guide: the features of a text seen before are not extracted again. Each thread has a cache of its own.

import type { InferenceParts } from "../model/inference.ts";
import type { Optimisation } from "../optimisation.ts";

/** Texts kept; the least recently used goes first. A vector is 32 kB, so about 40 MB with texts and tokens. */
const CAPACITY = 1000;

/** A least-recently-used cache over a function of one string: a Map keeps the order in which keys were set. */
export function cached<T>(compute: (key: string) => T, capacity: number): (key: string) => T {
  const kept = new Map<string, T>();
  return (key) => {
    const known = kept.get(key);
    const value = known ?? compute(key);
    if (known !== undefined) kept.delete(key);
    kept.set(key, value);
    const oldest = kept.keys().next();
    if (kept.size > capacity && oldest.done !== true) kept.delete(oldest.value);
    return value;
  };
}

export const featureCache: Optimisation = {
  id: "p3",
  title: "feature cache",
  parts: (parts: InferenceParts) => ({ ...parts, extract: cached(parts.extract, CAPACITY) }),
};
