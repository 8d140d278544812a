// The facts of a profile as the JSON block that every writer puts where its format allows extras, and back. A file
// without the block, or with a damaged one, is simply a file of another tool.

import { isRecord } from "../json.ts";
import type { EndpointSeen, ProfileFacts, ProfileKind, ProfileLoad } from "./profile.ts";

/** The field (or comment prefix) that holds the block. */
export const FACTS_KEY = "tailgate";

export const factsOf = (facts: ProfileFacts): ProfileFacts => ({
  kind: facts.kind,
  source: facts.source,
  durationUs: facts.durationUs,
  sampleCount: facts.sampleCount,
  intervalUs: facts.intervalUs,
  load: facts.load,
  notes: facts.notes,
});

const kinds: readonly ProfileKind[] = ["cpu-sampling", "wall-sampling", "deterministic"];

const isKind = (x: unknown): x is ProfileKind => kinds.some((kind) => kind === x);
const isNumberOrNull = (x: unknown): x is number | null => x === null || (typeof x === "number" && x >= 0);
const isTextOrNull = (x: unknown): x is string | null => x === null || typeof x === "string";

const isEndpoint = (x: unknown): x is EndpointSeen =>
  isRecord(x) &&
  typeof x.name === "string" &&
  isNumberOrNull(x.batchSize) &&
  [x.count, x.meanMs, x.maxMs].every((n) => typeof n === "number" && n >= 0);

const isLoad = (x: unknown): x is ProfileLoad =>
  isRecord(x) &&
  isTextOrNull(x.scenario) &&
  isTextOrNull(x.serviceProfile) &&
  [x.users, x.ratePerSec, x.requests, x.texts, x.batchTexts, x.repeatShare].every(isNumberOrNull) &&
  Array.isArray(x.endpoints) &&
  x.endpoints.every(isEndpoint);

/** The facts in a block, or undefined when it is none. */
export function readFacts(x: unknown): ProfileFacts | undefined {
  if (!isRecord(x) || !isKind(x.kind) || typeof x.source !== "string" || !isLoad(x.load)) return undefined;
  const { kind, source, durationUs, sampleCount, intervalUs, load, notes } = x;
  if (!isNumberOrNull(durationUs) || !isNumberOrNull(sampleCount) || !isNumberOrNull(intervalUs)) return undefined;
  if (!Array.isArray(notes) || !notes.every((note) => typeof note === "string")) return undefined;
  return { kind, source, durationUs, sampleCount, intervalUs, load, notes };
}
