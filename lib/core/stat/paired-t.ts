// The paired t test, kept beside the signed-rank test only to point at odd pairs: it never decides.

import { mean, spread } from "./spread.ts";
import { studentTwoSidedP } from "./student-t.ts";

/** Two-sided p that paired differences `d` have mean zero; undefined with fewer than two, or without any spread. */
export const pairedTP = (d: readonly number[]): number | undefined => {
  const standardError = spread(d) / Math.sqrt(d.length);
  return standardError > 0 ? studentTwoSidedP(mean(d) / standardError, d.length - 1) : undefined;
};
