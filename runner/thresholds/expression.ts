// The threshold language: `method op number`, e.g. `p(95) < 200`. Parses, and evaluates against one sink; what a missing
// sample means is decided by the caller.

import type { MetricType, Sink } from "../metrics/sink.ts";
import { readStatistic, type Statistic, statisticsOf } from "../metrics/statistic.ts";

/** In the order k6 looks for them. */
const OPERATORS = ["<=", "<", ">=", ">", "===", "==", "!="] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Expression {
  readonly source: string;
  readonly statistic: Statistic;
  readonly operator: Operator;
  readonly limit: number;
}

const holds: Record<Operator, (a: number, b: number) => boolean> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
  "===": (a, b) => a === b,
  "!=": (a, b) => a !== b,
};

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Parses one threshold; a string says what is wrong with it. */
export function parseExpression(source: string): Expression | string {
  const operator = OPERATORS.find((op) => source.includes(op));
  if (operator === undefined) return `'${source}' has no operator (< <= > >= == === !=)`;
  const at = source.indexOf(operator);
  const method = source.slice(0, at).trim();
  const limit = source.slice(at + operator.length).trim();
  const statistic = readStatistic(method);
  if (statistic === undefined) return `'${source}': '${method}' is not a statistic k6 knows`;
  if (!NUMBER.test(limit)) return `'${source}': '${limit}' is not a number`;
  return { source, statistic, operator, limit: Number(limit) };
}

/** Why this expression cannot be asked of a metric of this type; undefined when it can. */
export const misfit = (expression: Expression, type: MetricType): string | undefined => {
  const allowed = statisticsOf[type];
  const { kind, name } = expression.statistic;
  if (allowed.includes(kind)) return undefined;
  return `'${expression.source}': a ${type} has no ${name} (it has ${allowed.join(", ")})`;
};

/** The statistic's value and whether the threshold holds; undefined when the sink cannot say. */
export function evaluate(
  expression: Expression,
  sink: Sink,
  elapsedMs: number,
): { readonly actual: number; readonly holds: boolean } | undefined {
  const actual = expression.statistic.of(sink, elapsedMs);
  return actual === undefined ? undefined : { actual, holds: holds[expression.operator](actual, expression.limit) };
}
