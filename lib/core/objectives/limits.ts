// The guide's targets: what "meets its objectives" means unless a caller says otherwise.

/** Per endpoint, over the measured phase. */
export const objectives = {
  /** 95 % of the requests are faster. */
  p95Ms: 200,
  /** 99 % of the requests are faster. */
  p99Ms: 500,
  failedFraction: 0,
  wrongFraction: 0,
} as const;
