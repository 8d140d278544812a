// The HTTP contract as JSON schemas: fastify refuses a bad body by them before any work is done, and writes answers by
// them faster than JSON.stringify does.

import { limits } from "../../lib/core/service-contract.ts";

const text = { type: "string", minLength: 1, maxLength: limits.textCharacters } as const;

const prediction = {
  type: "object",
  properties: { label: { type: "string" }, score: { type: "number" } },
  required: ["label", "score"],
} as const;

export const predictSchema = {
  body: { type: "object", properties: { text }, required: ["text"] },
  response: { 200: prediction },
} as const;

export const predictBatchSchema = {
  body: {
    type: "object",
    properties: { texts: { type: "array", items: text, minItems: 1, maxItems: limits.batchTexts } },
    required: ["texts"],
  },
  response: {
    200: {
      type: "object",
      properties: { predictions: { type: "array", items: prediction } },
      required: ["predictions"],
    },
  },
} as const;

/** The largest body that can be valid: every UTF-16 unit of every text escaped as \uXXXX, and the brackets. */
export const BODY_LIMIT_BYTES = limits.batchTexts * limits.textCharacters * 12 + 4096;
