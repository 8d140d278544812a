// The selectors of `response.json(selector)`: k6's GJSON paths, without modifiers ("@reverse") and multipaths
// ("{a,b}"), which are refused by name. A path that leads nowhere gives undefined.

import { isRecord } from "../../lib/core/json.ts";

/** One step of a path. */
type Step =
  | { readonly kind: "key"; readonly pattern: string; readonly wild: boolean }
  | { readonly kind: "each" }
  | { readonly kind: "query"; readonly query: Query; readonly all: boolean };

interface Query {
  readonly path: string;
  readonly operator: string;
  readonly value: unknown;
}

const OPERATORS = ["==", "!=", "<=", ">=", "!%", "%", "<", ">", "="];

const unsupported = (selector: string, what: string): Error =>
  new Error(
    `json selector ${JSON.stringify(selector)}: the runner does not have ${what}; read the value with JavaScript, or run with k6`,
  );

/** Index behind the bracket that closes the one at `open`; quotes are respected. */
function closing(text: string, open: number): number {
  let depth = 0;
  let quoted = false;
  for (let i = open; i < text.length; i++) {
    const c = text[i];
    if (c === "\\") i++;
    else if (c === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (c === "(") depth++;
    else if (c === ")" && --depth === 0) return i + 1;
  }
  return -1;
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Splits `path op value`; without an operator the query asks whether the path exists. */
function parseQuery(text: string): Query {
  let quoted = false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? "";
    if (c === '"') quoted = !quoted;
    else if (c === "(") depth++;
    else if (c === ")") depth--;
    if (quoted || depth > 0) continue;
    const operator = OPERATORS.find((o) => text.startsWith(o, i));
    if (operator === undefined) continue;
    return {
      path: text.slice(0, i).trim(),
      operator: operator === "=" ? "==" : operator,
      value: parseValue(text.slice(i + operator.length).trim()),
    };
  }
  return { path: text.trim(), operator: "", value: undefined };
}

/** The key that begins at `at`, with backslash escapes resolved, and where it ends. */
function parseKey(selector: string, at: number): { step: Step; end: number } {
  let pattern = "";
  let wild = false;
  let i = at;
  for (; i < selector.length && selector[i] !== "." && selector[i] !== "|"; i++) {
    let c = selector[i] ?? "";
    if (c === "*" || c === "?") wild = true;
    else if (c === "\\") {
      c = selector[++i] ?? "";
      if (c === "*" || c === "?") c = `\\${c}`;
    }
    pattern += c;
  }
  return { step: { kind: "key", pattern, wild }, end: i };
}

function parseStep(selector: string, at: number): { step: Step; end: number } {
  if (selector.startsWith("#(", at)) {
    const close = closing(selector, at + 1);
    if (close < 0) throw new Error(`json selector ${JSON.stringify(selector)}: "(" is not closed`);
    const all = selector[close] === "#";
    const query = parseQuery(selector.slice(at + 2, close - 1));
    return { step: { kind: "query", query, all }, end: all ? close + 1 : close };
  }
  const next = selector[at + 1];
  if (selector[at] === "#" && (next === undefined || next === "." || next === "|"))
    return { step: { kind: "each" }, end: at + 1 };
  if (selector[at] === "@" && /^@[a-z]/.test(selector.slice(at))) throw unsupported(selector, "modifiers");
  if (selector[at] === "{" || selector[at] === "[") throw unsupported(selector, "multipaths");
  if (selector[at] === "!") throw unsupported(selector, "literals");
  return parseKey(selector, at);
}

type Steps = readonly { readonly step: Step; readonly pipe: boolean }[];

/** Selectors already split: scripts use the same few again and again. Forgotten when they are many. */
const split = new Map<string, Steps>();
const MOST_SPLIT = 256;

function stepsOf(selector: string): Steps {
  const known = split.get(selector);
  if (known) return known;
  const steps = parseSelector(selector);
  if (split.size >= MOST_SPLIT) split.clear();
  split.set(selector, steps);
  return steps;
}

/** Splits a selector at its separators: "." goes on inside each element of a list, "|" takes the list as a whole. */
function parseSelector(selector: string): Steps {
  const steps: { step: Step; pipe: boolean }[] = [];
  let at = 0;
  let pipe = false;
  while (at <= selector.length) {
    const { step, end } = parseStep(selector, at);
    steps.push({ step, pipe });
    if (end >= selector.length) break;
    pipe = selector[end] === "|";
    at = end + 1;
  }
  return steps;
}

/** Matches "*" (any text) and "?" (one character). */
function matches(text: string, pattern: string): boolean {
  const source = pattern.replace(/\\?[\s\S]/g, (c) => {
    if (c === "*") return "[\\s\\S]*";
    if (c === "?") return "[\\s\\S]";
    return (c.length > 1 ? c.slice(1) : c).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${source}$`).test(text);
}

function compare(value: unknown, operator: string, wanted: unknown): boolean {
  if (operator === "") return value !== undefined;
  if (typeof value === "string" && typeof wanted === "string") {
    if (operator === "%") return matches(value, wanted);
    if (operator === "!%") return !matches(value, wanted);
    return ordered(value < wanted ? -1 : value > wanted ? 1 : 0, operator);
  }
  if (typeof value === "number" && typeof wanted === "number") return ordered(Math.sign(value - wanted), operator);
  if (value === undefined) return false;
  return operator === "==" ? value === wanted : operator === "!=" && value !== wanted;
}

function ordered(sign: number, operator: string): boolean {
  switch (operator) {
    case "==":
      return sign === 0;
    case "!=":
      return sign !== 0;
    case "<":
      return sign < 0;
    case "<=":
      return sign <= 0;
    case ">":
      return sign > 0;
    case ">=":
      return sign >= 0;
    default:
      return false;
  }
}

function key(value: unknown, pattern: string, wild: boolean): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(pattern) ? value[Number(pattern)] : undefined;
  if (!isRecord(value)) return undefined;
  if (!wild) return Object.hasOwn(value, pattern) ? value[pattern] : undefined;
  const name = Object.keys(value).find((k) => matches(k, pattern));
  return name === undefined ? undefined : value[name];
}

const answers = (element: unknown, query: Query): boolean =>
  compare(query.path === "" ? element : select(element, query.path), query.operator, query.value);

function walk(value: unknown, steps: Steps): unknown {
  const [first, ...rest] = steps;
  if (first === undefined) return value;
  const { step } = first;
  if (step.kind === "key") return walk(key(value, step.pattern, step.wild), rest);
  if (!Array.isArray(value)) return undefined;
  if (step.kind === "each") return rest.length === 0 ? value.length : forEach(value, rest);
  if (!step.all)
    return walk(
      value.find((element) => answers(element, step.query)),
      rest,
    );
  return forEach(
    value.filter((element) => answers(element, step.query)),
    rest,
  );
}

/** Goes on in each element up to the next "|", and behind it with the list of what was found. */
function forEach(elements: readonly unknown[], steps: Steps): unknown {
  const pipe = steps.findIndex((s) => s.pipe);
  const inner = pipe < 0 ? steps : steps.slice(0, pipe);
  const found = inner.length === 0 ? elements : elements.map((e) => walk(e, inner)).filter((v) => v !== undefined);
  return pipe < 0 ? found : walk(found, steps.slice(pipe));
}

/**
 * What a selector finds in a parsed JSON value; undefined when it finds nothing.
 * @throws Error for selectors the runner does not have
 */
export function select(value: unknown, selector: string): unknown {
  return selector === "" ? undefined : walk(value, stepsOf(selector));
}
