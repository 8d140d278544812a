// Reads what conformance scripts left: handleSummary's data, and lines of their console.

import { isRecord } from "../../lib/core/json.ts";
import type { Ran } from "./engines.ts";

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((found, key) => (isRecord(found) ? found[key] : undefined), value);

/** A metric's statistic, e.g. `("http_reqs{status:200}", "count")`. */
export const value = (ran: Ran, metric: string, statistic: string): unknown =>
  at(ran.written, "metrics", metric, "values", statistic);

export const metric = (ran: Ran, name: string): unknown => at(ran.written, "metrics", name);

export const field = (ran: Ran, ...path: readonly string[]): unknown => at(ran.written, ...path);

/** What followed `word` in each console line that began with it. */
export const said = (ran: Ran, word: string): readonly string[] =>
  [...ran.stderr.matchAll(/msg="?(?<text>(?:[^"\\]|\\.)*?)"?(?: source=console)?$/gm)]
    .map((match) => match.groups?.text ?? "")
    .filter((text) => text.startsWith(`${word} `))
    .map((text) => text.slice(word.length + 1));

interface Group {
  readonly name: string;
  readonly checks: Readonly<Record<string, string>>;
  readonly groups: readonly Group[];
}

/** The tree of groups with each check as "passes/fails". */
export function groupTree(node: unknown): Group {
  if (!isRecord(node)) throw new Error("no group");
  const list = (key: string): readonly unknown[] => (Array.isArray(node[key]) ? node[key] : []);
  const checks = list("checks").map((check) => [
    String(at(check, "name")),
    `${String(at(check, "passes"))}/${String(at(check, "fails"))}`,
  ]);
  return { name: String(node.name), checks: Object.fromEntries(checks), groups: list("groups").map(groupTree) };
}

/** Without null fields: k6 shows what is not set as null. */
export const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (item === null ? [] : [[key, withoutNulls(item)]])),
  );
};
