// The test service's "model": an answer that depends on the text alone, so that every mix-up can be seen.

import { createHash } from "node:crypto";
import type { Prediction } from "../../../lib/core/service-contract.ts";

/** Label and score of a text by its hash; scores are spread over 0.5..1. */
export function answerTo(text: string): Prediction {
  const hash = createHash("sha256").update(text).digest().readUInt32BE(0);
  return { label: hash % 2 === 0 ? "ham" : "spam", score: 0.5 + hash / 2 ** 33 };
}
