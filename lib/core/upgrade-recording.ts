// Recordings of an older format as the one of today, in memory: what format 1 did not say is filled in with what it
// meant. What is no recording of an older format comes back as it is, for the validator to judge.

import { isRecord } from "./json.ts";
import { RECORDING_SCHEMA, RECORDING_SCHEMA_1 } from "./recording-format.ts";

/** Format 1 knew one service: what carried texts was inference, and one path was the health check. */
const roleOf = ({ batchSize, path }: Record<string, unknown>): string =>
  batchSize !== null ? "inference" : path === "/health" ? "health" : "other";

function upgradedEndpoint(x: unknown): unknown {
  if (!isRecord(x)) return x;
  const { batchSize, predictions, ...same } = x;
  return { ...same, role: roleOf(x), rows: batchSize, items: predictions };
}

const upgradedCriterion = (x: unknown): unknown => (isRecord(x) ? { ...x, text: null } : x);

const listOf = (x: unknown, upgraded: (entry: unknown) => unknown): unknown => (Array.isArray(x) ? x.map(upgraded) : x);

export function upgradeRecording(json: unknown): unknown {
  if (!isRecord(json) || json.schema !== RECORDING_SCHEMA_1) return json;
  const { objectives } = json;
  return {
    ...json,
    schema: RECORDING_SCHEMA,
    script: null,
    item: "prediction",
    metrics: [],
    checks: [],
    endpoints: listOf(json.endpoints, upgradedEndpoint),
    objectives: isRecord(objectives)
      ? { ...objectives, criteria: listOf(objectives.criteria, upgradedCriterion) }
      : objectives,
  };
}
