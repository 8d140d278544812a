// The objectives a user writes, `p95<150ms; predict: p99<400ms, failed<0.1%; requests/s>30`, and how they stand beside
// those of a scenario: one that is given takes the place of the scenario's own on the same figure and endpoint.

import { type Objective, TOTAL } from "./objective.ts";

type Kind = "time" | "share" | "number";

const figures = {
  p95: { metric: "p95Ms", kind: "time" },
  p99: { metric: "p99Ms", kind: "time" },
  mean: { metric: "meanMs", kind: "time" },
  failed: { metric: "failedFraction", kind: "share" },
  wrong: { metric: "wrongFraction", kind: "share" },
  requests: { metric: "count", kind: "number" },
  "requests/s": { metric: "ratePerSec", kind: "number" },
} as const satisfies Record<string, { metric: Objective["metric"]; kind: Kind }>;

const bounds = { "<": "below", "<=": "at-most", ">": "above", ">=": "at-least" } as const;

const wants: Readonly<Record<Kind, string>> = {
  time: "a time, such as 150ms or 2s",
  share: "a share, such as 0.1% or 0.001",
  number: "a number",
};

const units: Readonly<Record<Kind, Readonly<Record<string, number>>>> = {
  time: { ms: 1, s: 1000 },
  share: { "%": 0.01, "": 1 },
  number: { "": 1 },
};

/** Letters to insert, delete or replace to make one word of the other (Levenshtein's distance, a row at a time). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const replaced = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

const unknownName = (what: string, name: string, known: readonly string[]): string => {
  const [nearest] = [...known].sort((a, b) => distance(name.slice(0, 100), a) - distance(name.slice(0, 100), b));
  return `there is no ${what} ${name}; the nearest is ${nearest} (known: ${known.join(", ")})`;
};

const isFigure = (name: string): name is keyof typeof figures => Object.hasOwn(figures, name);
const isBound = (sign: string): sign is keyof typeof bounds => Object.hasOwn(bounds, sign);

/** One objective, or what is wrong with it. @param endpoint undefined: of every endpoint; a rate: of all together */
function readClause(text: string, endpoint: string | undefined): Objective | string {
  const [, name = "", sign = "", amount = "", unit = ""] =
    /^([^\s<>=]+)\s*(<=|>=|<|>)\s*(\d+(?:\.\d+)?)\s*([a-z%]*)$/.exec(text) ?? [];
  if (!isBound(sign)) return `${text}: must be a figure, a sign (<, <=, >, >=) and a limit, such as p95<150ms`;
  if (!isFigure(name)) return unknownName("figure", name, Object.keys(figures));
  const { metric, kind } = figures[name];
  const factor = Object.hasOwn(units[kind], unit) ? units[kind][unit] : undefined;
  if (factor === undefined) return `${text}: the limit must be ${wants[kind]}`;
  const limit = Number((Number(amount) * factor).toPrecision(12));
  if (kind === "share" && limit > 1) return `${text}: a share is at most 100%`;
  const scope = endpoint ?? (metric === "ratePerSec" ? TOTAL : undefined);
  return { metric, bound: bounds[sign], limit, ...(scope === undefined ? {} : { endpoints: [scope] }) };
}

export type OwnObjectives =
  | { readonly kind: "objectives"; readonly objectives: readonly Objective[] }
  | { readonly kind: "problems"; readonly problems: readonly string[] };

/**
 * Reads groups separated by `;`, each with an endpoint's name and a colon in front or about every endpoint, of
 * objectives separated by commas. All problems are reported.
 *
 * @param endpoints that the run asks
 */
export function readObjectives(text: string, endpoints: readonly string[]): OwnObjectives {
  const problems: string[] = [];
  const objectives: Objective[] = [];
  for (const group of text.split(";").filter((part) => part.trim() !== "")) {
    const colon = group.indexOf(":");
    const endpoint = colon === -1 ? undefined : group.slice(0, colon).trim();
    if (endpoint !== undefined && !endpoints.includes(endpoint)) {
      problems.push(unknownName("endpoint", endpoint, endpoints));
      continue;
    }
    for (const clause of group.slice(colon + 1).split(",")) {
      const read = readClause(clause.trim(), endpoint);
      if (typeof read === "string") problems.push(read);
      else objectives.push(read);
    }
  }
  if (problems.length === 0 && objectives.length === 0) problems.push("it names no objective");
  return problems.length > 0 ? { kind: "problems", problems } : { kind: "objectives", objectives };
}

/** `scenario`'s objectives with `own` ones in the place of those they are about; a named endpoint's come before all's. */
export function withOwn(
  scenario: readonly Objective[],
  own: readonly Objective[],
  endpoints: readonly string[],
): readonly Objective[] {
  const isGeneral = (o: Objective): boolean => o.endpoints === undefined;
  const named = (metric: Objective["metric"]): readonly string[] =>
    own.flatMap((o) => (o.metric === metric ? (o.endpoints ?? []) : []));
  const spared = (o: Objective): readonly Objective[] => {
    const taken = named(o.metric);
    if (!isGeneral(o) || !taken.some((name) => endpoints.includes(name))) return [o];
    const left = endpoints.filter((name) => !taken.includes(name));
    return left.length === 0 ? [] : [{ ...o, endpoints: left }];
  };
  const replaced = (o: Objective): boolean => own.some((mine) => isGeneral(mine) && mine.metric === o.metric);
  return [
    ...scenario.filter((o) => !replaced(o)).flatMap(spared),
    ...own.flatMap((o) => (isGeneral(o) ? spared(o) : [o])),
  ];
}
