// The golden set: what a version of the service answers when nothing else is going on (one request at a time), by
// input. Saved from one version and used against the next; this file reads and describes the format.

import { isRecord } from "../json.ts";

export const GOLDEN_SCHEMA = "tailgate.golden/1";

export interface GoldenSet {
  readonly schema: typeof GOLDEN_SCHEMA;
  /** Content hash of the corpus the inputs come from. */
  readonly corpusHash: string;
  /** ISO 8601 UTC. */
  readonly takenAt: string;
  /** `version`: the service's own word for its build; absent in sets older than the field. */
  readonly target: { readonly url: string; readonly profile: string | null; readonly version?: string | null };
  /**
   * Answer about a row alone by what the row is called, taken at concurrency 1. Where a service has several endpoints
   * that answer by themselves, those after the first have `endpoint:` before the name (see golden-key.ts).
   */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Inputs that were asked twice and answered differently: no answer about them is ever called wrong. */
  readonly unstable: readonly string[];
}

const isInputs = (x: unknown): x is GoldenSet["inputs"] =>
  isRecord(x) && Object.values(x).every((answer) => answer !== null);

const isTarget = (x: unknown): x is GoldenSet["target"] =>
  isRecord(x) &&
  typeof x.url === "string" &&
  (x.profile === null || typeof x.profile === "string") &&
  (x.version === undefined || x.version === null || typeof x.version === "string");

const isStrings = (x: unknown): x is readonly string[] => Array.isArray(x) && x.every((s) => typeof s === "string");

/** A golden set from parsed JSON, or every reason why it is none. */
export function readGoldenSet(json: unknown): GoldenSet | readonly string[] {
  if (!isRecord(json)) return ["not a JSON object"];
  const { schema, corpusHash, takenAt, target, inputs, unstable } = json;
  if (schema !== GOLDEN_SCHEMA) return [`schema is ${JSON.stringify(schema)}, not "${GOLDEN_SCHEMA}"`];
  if (
    typeof corpusHash === "string" &&
    typeof takenAt === "string" &&
    isTarget(target) &&
    isInputs(inputs) &&
    isStrings(unstable)
  )
    return { schema: GOLDEN_SCHEMA, corpusHash, takenAt, target, inputs, unstable };
  const problems: readonly (string | false)[] = [
    typeof corpusHash !== "string" && "corpusHash is not a text",
    typeof takenAt !== "string" && "takenAt is not a text",
    !isTarget(target) && "target is not {url, profile}",
    !isInputs(inputs) && "inputs is not a map of names to answers",
    !isStrings(unstable) && "unstable is not a list of ids",
  ];
  return problems.filter((p) => p !== false);
}
