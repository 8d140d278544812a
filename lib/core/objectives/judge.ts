// The third rung of the verdict ladder: does the service meet its objectives? Three states, since a figure that was
// not measured is neither met nor missed.

import { endpointMetrics } from "../metrics/endpoint-metrics.ts";
import { figuresOf } from "../metrics/own-figures.ts";
import type { Criterion, EndpointRecord, Objectives, Recording } from "../recording.ts";
import { guideObjectives, type Objective, TOTAL } from "./objective.ts";

/** What objectives are judged by. */
export type Judgeable = Pick<Recording, "endpoints" | "metrics" | "durationMs">;

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

const verdictOf = (
  { bound, limit }: Pick<Criterion, "bound" | "limit">,
  actual: number | null,
): Criterion["verdict"] => (actual === null ? "no-data" : holds(bound, actual, limit) ? "pass" : "fail");

const criterion = (endpoint: string, { metric, bound, limit }: Objective, actual: number | null): Criterion => ({
  endpoint,
  metric,
  bound,
  limit,
  actual,
  verdict: verdictOf({ bound, limit }, actual),
  text: null,
});

/** An endpoint that is no inference may have no answers that could be wrong. */
const applies = (objective: Objective, endpoint: EndpointRecord): boolean =>
  (objective.endpoints?.includes(endpoint.name) ?? true) &&
  !(objective.metric === "wrongFraction" && endpoint.role !== "inference" && endpoint.answers.checked === 0);

/** Of one built-in figure, for each endpoint it is about and for all of them together. */
function ofEndpoints(objective: Objective, endpoints: readonly EndpointRecord[]): readonly Criterion[] {
  const metric = endpointMetrics.find((m) => m.key === objective.metric);
  const each = endpoints
    .filter((e) => applies(objective, e))
    .map((e) => criterion(e.name, objective, e.count === 0 ? null : (metric?.of(e) ?? null)));
  const seen = new Set([TOTAL, ...endpoints.map((e) => e.name)]);
  const unseen = (objective.endpoints ?? []).filter((name) => !seen.has(name));
  const total = objective.endpoints?.includes(TOTAL)
    ? [criterion(TOTAL, objective, metric?.total?.(endpoints) ?? null)]
    : [];
  return [...each, ...unseen.map((name) => criterion(name, objective, null)), ...total];
}

/** Of a figure of a script's own metric: one criterion, without data when the metric was never added to. */
function ofOwnMetric(objective: Objective, { metrics, durationMs }: Judgeable): Criterion {
  const figures = metrics.flatMap((m) => figuresOf(m).map((figure) => ({ figure, value: figure.of(m, durationMs) })));
  const found = figures.find(({ figure }) => figure.key === objective.metric);
  const unit = found?.figure.unit ?? objective.unit;
  return { ...criterion(TOTAL, objective, found?.value ?? null), ...(unit === undefined ? {} : { unit }) };
}

/**
 * The criteria of a run and the worst of them: one failed fails, one without data leaves it open, none is no data.
 * No requests at all is no data too, and not a failure: nobody knows what the service would have done.
 */
export const judgeObjectives = (run: Judgeable, objectives: readonly Objective[] = guideObjectives): Objectives => {
  const all = objectives.flatMap((o) => (o.own === undefined ? ofEndpoints(o, run.endpoints) : [ofOwnMetric(o, run)]));
  return objectivesOf(inOrder(all, run.endpoints));
};

/** Criteria with the worst of them. */
export const objectivesOf = (criteria: readonly Criterion[]): Objectives => ({ verdict: worstOf(criteria), criteria });

const worstOf = (criteria: readonly Criterion[]): Objectives["verdict"] =>
  criteria.some((c) => c.verdict === "fail")
    ? "fail"
    : criteria.length === 0 || criteria.some((c) => c.verdict === "no-data")
      ? "no-data"
      : "pass";

/** Endpoint by endpoint in their order, then what is about others. */
const inOrder = (criteria: readonly Criterion[], endpoints: readonly EndpointRecord[]): readonly Criterion[] => {
  const order = (c: Criterion): number => {
    const at = endpoints.findIndex((e) => e.name === c.endpoint);
    return at === -1 ? endpoints.length : at;
  };
  return [...criteria].sort((a, b) => order(a) - order(b));
};

/** What a run that pools others measured of a criterion; undefined when it cannot say. */
function pooledActual({ metric: key, endpoint: name, text }: Criterion, pool: Judgeable): number | null | undefined {
  if (text !== null) return undefined;
  const { endpoints, metrics, durationMs } = pool;
  const metric = endpointMetrics.find((m) => m.key === key);
  const endpoint = endpoints.find((e) => e.name === name);
  if (endpoint !== undefined && metric !== undefined) return endpoint.count === 0 ? null : metric.of(endpoint);
  if (name !== TOTAL) return undefined;
  if (metric !== undefined) return metric.total?.(endpoints);
  return metrics.flatMap((m) => figuresOf(m).flatMap((f) => (f.key === key ? [f.of(m, durationMs)] : [])))[0];
}

/**
 * The objectives of several runs held against what all of them measured together. A criterion that this does not answer
 * (in a threshold's words) is that of the worst run.
 */
export function judgePooled(runs: readonly Objectives[], pool: Judgeable): Objectives {
  const byWhat = new Map<string, Criterion[]>();
  for (const c of runs.flatMap(({ criteria }) => criteria)) {
    const what = [c.endpoint, c.metric, c.bound, c.limit, c.text].join("\n");
    byWhat.set(what, [...(byWhat.get(what) ?? []), c]);
  }
  const criteria = [...byWhat.values()].flatMap((same): Criterion[] => {
    const [first] = same;
    if (first === undefined) return [];
    const actual = pooledActual(first, pool);
    if (actual === undefined) {
      return [same.find((c) => c.verdict === "fail") ?? same.find((c) => c.verdict === "no-data") ?? first];
    }
    return [{ ...first, actual, verdict: verdictOf(first, actual) }];
  });
  return { verdict: worstOf(criteria), criteria };
}
