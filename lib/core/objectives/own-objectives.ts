// The objectives a user writes, `p95<150ms; predict: p99<400ms, failed<0.1%; requests/s>30`, and how they stand beside
// those of a scenario: one that is given takes the place of the scenario's own on the same figure and endpoint.

import { editDistance } from "../did-you-mean.ts";
import { endpointMetrics } from "../metrics/endpoint-metrics.ts";
import type { Metric } from "../metrics/metric.ts";
import { figuresOf } from "../metrics/own-figures.ts";
import { units } from "../metrics/unit.ts";
import type { OwnMetric } from "../recording.ts";
import { type Objective, TOTAL } from "./objective.ts";

const bounds = { "<": "below", "<=": "at-most", ">": "above", ">=": "at-least" } as const;

const unknownName = (what: string, name: string, known: readonly string[]): string => {
  const distance = (word: string): number => editDistance(name.slice(0, 100), word);
  const [nearest] = [...known].sort((a, b) => distance(a) - distance(b));
  return nearest === undefined
    ? `there is no ${what} ${name}`
    : `there is no ${what} ${name}; the nearest is ${nearest} (known: ${known.join(", ")})`;
};

const isBound = (sign: string): sign is keyof typeof bounds => Object.hasOwn(bounds, sign);

/** What a group of objectives is about, and the figures it may name. */
interface Subject {
  readonly figures: readonly Metric[];
  /** Where an objective of a figure belongs. */
  scope(figure: Metric): Pick<Objective, "endpoints" | "own" | "unit">;
}

/** Of every endpoint; a rate: of all together. */
const everyEndpoint: Subject = {
  figures: endpointMetrics,
  scope: ({ key }) => (key === "ratePerSec" ? { endpoints: [TOTAL] } : {}),
};

const oneEndpoint = (name: string): Subject => ({ figures: endpointMetrics, scope: () => ({ endpoints: [name] }) });

const ownMetric = (metric: KnownMetric): Subject => ({
  figures: figuresOf(metric),
  scope: ({ unit }) => ({ own: metric.name, unit }),
});

/** One objective, or what is wrong with it. */
function readClause(text: string, { figures, scope }: Subject): Objective | string {
  const [, name = "", sign = "", amount = "", unit = ""] =
    /^([^\s<>=]+)\s*(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)\s*([a-z%]*)$/.exec(text) ?? [];
  if (!isBound(sign)) return `${text}: must be a figure, a sign (<, <=, >, >=) and a limit, such as p95<150ms`;
  const figure = figures.find(({ word }) => word === name);
  if (figure === undefined) {
    return unknownName(
      "figure",
      name,
      figures.map(({ word }) => word),
    );
  }
  const { wants, factors } = units[figure.unit].limit;
  const factor = Object.hasOwn(factors, unit) ? factors[unit] : undefined;
  if (factor === undefined) return `${text}: the limit must be ${wants}`;
  const limit = Number((Number(amount) * factor).toPrecision(12));
  if (figure.unit === "fraction" && limit > 1) return `${text}: a share is at most 100%`;
  return { metric: figure.key, bound: bounds[sign], limit, ...scope(figure) };
}

export type OwnObjectives =
  | { readonly kind: "objectives"; readonly objectives: readonly Objective[] }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/** A script's own metric, as far as it is known before a run. */
export type KnownMetric = Pick<OwnMetric, "name" | "type" | "time">;

/** What objectives may name. */
export interface Known {
  /** Endpoints that the run asks; undefined while nobody knows, when any name may turn out to be one. */
  readonly endpoints: readonly string[] | undefined;
  readonly metrics?: readonly KnownMetric[];
}

function subjectOf(name: string, { endpoints, metrics = [] }: Known): Subject | string {
  if (endpoints?.includes(name)) return oneEndpoint(name);
  const metric = metrics.find((m) => m.name === name);
  if (metric !== undefined) return ownMetric(metric);
  if (endpoints === undefined) return oneEndpoint(name);
  const what = metrics.length === 0 ? "endpoint" : "endpoint or metric";
  return unknownName(what, name, [...endpoints, ...metrics.map((m) => m.name)]);
}

/**
 * Reads groups separated by `;`, each with the name of an endpoint or of a script's own metric and a colon in front, or
 * about every endpoint, of objectives separated by commas. All problems are reported.
 */
export function readObjectives(text: string, known: Known): OwnObjectives {
  const problems: string[] = [];
  const objectives: Objective[] = [];
  for (const group of text.split(";").filter((part) => part.trim() !== "")) {
    // A name may have a colon in it, an objective cannot.
    const colon = group.lastIndexOf(":");
    const subject = colon === -1 ? everyEndpoint : subjectOf(group.slice(0, colon).trim(), known);
    if (typeof subject === "string") {
      problems.push(subject);
      continue;
    }
    for (const clause of group.slice(colon + 1).split(",")) {
      const read = readClause(clause.trim(), subject);
      if (typeof read === "string") problems.push(read);
      else objectives.push(read);
    }
  }
  if (problems.length === 0 && objectives.length === 0) problems.push("it names no objective");
  return problems.length > 0 ? { kind: "problems", problems } : { kind: "objectives", objectives };
}

/**
 * What objectives are about that a run did not have, a line each: of a script, whose endpoints are known only when it has
 * asked them.
 */
export function absentSubjects(objectives: readonly Objective[], asked: readonly string[]): readonly string[] {
  const named = new Set(objectives.flatMap(({ endpoints = [] }) => endpoints.filter((name) => name !== TOTAL)));
  return [...named].filter((name) => !asked.includes(name)).map((name) => unknownName("endpoint", name, asked));
}

/** `scenario`'s objectives with `own` ones in the place of those they are about; a named endpoint's come before all's. */
export function withOwn(
  scenario: readonly Objective[],
  own: readonly Objective[],
  endpoints: readonly string[],
): readonly Objective[] {
  const isGeneral = (o: Objective): boolean => o.endpoints === undefined && o.own === undefined;
  const named = (metric: Objective["metric"]): readonly string[] =>
    own.flatMap((o) => (o.metric === metric ? (o.endpoints ?? []) : []));
  const spared = (o: Objective): readonly Objective[] => {
    const taken = named(o.metric);
    if (!isGeneral(o) || !taken.some((name) => endpoints.includes(name))) return [o];
    const left = endpoints.filter((name) => !taken.includes(name));
    return left.length === 0 ? [] : [{ ...o, endpoints: left }];
  };
  const about = (o: Objective): string => JSON.stringify([o.metric, o.own, o.endpoints]);
  const replaced = (o: Objective): boolean =>
    own.some((mine) => (isGeneral(mine) && mine.metric === o.metric) || about(mine) === about(o));
  return [
    ...scenario.filter((o) => !replaced(o)).flatMap(spared),
    ...own.flatMap((o) => (isGeneral(o) ? spared(o) : [o])),
  ];
}
