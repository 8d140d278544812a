// The third rung of the verdict ladder: does the service meet its objectives? Three states, since a figure that was
// not measured is neither met nor missed.

import type { Criterion, EndpointRecord, Objectives } from "../recording.ts";
import { guideObjectives, type Objective, TOTAL } from "./objective.ts";

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const actualOf = (endpoint: EndpointRecord, metric: Objective["metric"]): number | null => {
  switch (metric) {
    case "p95Ms":
      return endpoint.latencyMs.p95;
    case "p99Ms":
      return endpoint.latencyMs.p99;
    case "meanMs":
      return endpoint.latencyMs.mean;
    case "failedFraction":
      return share(endpoint.failed, endpoint.count);
    case "wrongFraction":
      return share(endpoint.answers.mismatched, endpoint.answers.checked);
    case "count":
      return endpoint.count === 0 ? null : endpoint.count;
    case "ratePerSec":
      return endpoint.ratePerSec;
  }
};

const holds = (bound: Objective["bound"], actual: number, limit: number): boolean => {
  switch (bound) {
    case "below":
      return actual < limit;
    case "at-most":
      return actual <= limit;
    case "at-least":
      return actual >= limit;
    case "above":
      return actual > limit;
    case "equal":
      return actual === limit;
    case "not-equal":
      return actual !== limit;
  }
};

const criterion = (endpoint: string, { metric, bound, limit }: Objective, actual: number | null): Criterion => ({
  endpoint,
  metric,
  bound,
  limit,
  actual,
  verdict: actual === null ? "no-data" : holds(bound, actual, limit) ? "pass" : "fail",
  text: null,
});

/** An endpoint that is no inference may have no answers that could be wrong. */
const applies = (objective: Objective, endpoint: EndpointRecord): boolean =>
  (objective.endpoints?.includes(endpoint.name) ?? true) &&
  !(objective.metric === "wrongFraction" && endpoint.role !== "inference" && endpoint.answers.checked === 0);

const totalRate = (endpoints: readonly EndpointRecord[]): number | null =>
  endpoints.length === 0 ? null : endpoints.reduce((sum, e) => sum + e.ratePerSec, 0);

/**
 * The criteria of a run and the worst of them: one failed fails, one without data leaves it open, none is no data.
 * No requests at all is no data too, and not a failure: nobody knows what the service would have done.
 */
export const judgeObjectives = (
  endpoints: readonly EndpointRecord[],
  objectives: readonly Objective[] = guideObjectives,
): Objectives => {
  const criteria = endpoints.flatMap((e) =>
    objectives.filter((o) => applies(o, e)).map((o) => criterion(e.name, o, actualOf(e, o.metric))),
  );
  const seen = new Set([TOTAL, ...endpoints.map((e) => e.name)]);
  for (const o of objectives)
    for (const name of o.endpoints ?? []) if (!seen.has(name)) criteria.push(criterion(name, o, null));
  for (const o of objectives)
    if (o.metric === "ratePerSec" && o.endpoints?.includes(TOTAL))
      criteria.push(criterion(TOTAL, o, totalRate(endpoints)));
  const verdict = criteria.some((c) => c.verdict === "fail")
    ? "fail"
    : criteria.length === 0 || criteria.some((c) => c.verdict === "no-data")
      ? "no-data"
      : "pass";
  return { verdict, criteria };
};
