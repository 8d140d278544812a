// Can each endpoint's sample carry a p95 at all? p99 needs more, and the objectives say so on their own (no-data).

import { samplesNeeded } from "../quantile.ts";
import type { ValidityRule } from "./rule.ts";

/** 59: below it no 95 % upper bound on p95 exists (exact binomial, 0.95^n ≤ 0.05). */
const LEAST = samplesNeeded(0.95);

export const sampleSize: ValidityRule = ({ endpoints }, { answersOnly }) => {
  if (answersOnly === true) return undefined;
  const small = endpoints.filter((e) => e.count > 0 && e.count - e.failed < LEAST);
  if (small.length === 0) return undefined;
  return {
    rule: "sample-size",
    severity: "suspect",
    finding: `too few successful requests for a p95 (${LEAST} needed): ${small.map((e) => `${e.name} ${e.count - e.failed}`).join(", ")}`,
    advice: "Raise DURATION until each endpoint has enough (p99 needs 299).",
  };
};
