// The reference contract as a load sees it: the one place that knows its endpoints, their sizes and shares.

import type { LoadEndpoint } from "./load-endpoint.ts";

/**
 * The guide's proportions: 600/300/100/200 of single/25/50/health. It gives none for batches of 5: they are
 * taken as often as /health, between the single texts' and the large batches' share.
 */
export const referenceEndpoints: readonly LoadEndpoint[] = [
  { name: "predict", role: "inference", rows: 1, share: 6 },
  { name: "batch-5", role: "inference", rows: 5, share: 2 },
  { name: "batch-25", role: "inference", rows: 25, share: 3 },
  { name: "batch-50", role: "inference", rows: 50, share: 1 },
  { name: "health", role: "health", rows: null, share: 2 },
];

/** What the reference service's work is counted in. */
export const referenceItem = "prediction";

/** The guide's further targets for it, in the grammar of objectives: they inform and do not gate. */
export const referenceTargets = "predict: mean<100ms; requests/s>30";
