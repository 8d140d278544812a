// The paired t test, kept beside the signed-rank test only to point at odd pairs: it never decides.

import { studentTwoSidedP } from "./student-t.ts";

/** Two-sided p that paired differences `d` have mean zero; undefined with fewer than two, or without any spread. */
export const pairedTP = (d: readonly number[]): number | undefined => {
  const n = d.length;
  const mean = d.reduce((sum, x) => sum + x, 0) / n;
  const variance = d.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  return variance > 0 ? studentTwoSidedP(mean / Math.sqrt(variance / n), n - 1) : undefined;
};
