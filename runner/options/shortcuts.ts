// k6's shorthands (vus, iterations, duration, stages) as the scenario they stand for.

import { isRecord } from "../../lib/core/json.ts";
import { parseDuration } from "./duration.ts";
import type { Problems } from "./field-reader.ts";

/** Options as exported or given, before any check. */
export type RawOptions = Readonly<Record<string, unknown>>;

const SHORTHANDS = ["iterations", "duration", "stages", "scenarios"] as const;

const isSet = (options: RawOptions, name: string): boolean => options[name] !== undefined && options[name] !== null;

const shorthandsOf = (options: RawOptions): readonly string[] => SHORTHANDS.filter((name) => isSet(options, name));

const CANONICAL: ReadonlyMap<string, string> = new Map(["vus", ...SHORTHANDS].map((name) => [name, name]));

/** k6 reads names without regard to case; those that levels are compared by get their usual form. */
const canonical = (options: RawOptions): RawOptions =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [CANONICAL.get(name.toLowerCase()) ?? name, value]),
  );

/** Without the fields that `upper` sets, whatever their case. */
const without = (lower: RawOptions, upper: RawOptions): RawOptions => {
  const set = new Set(Object.keys(upper).map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(lower).filter(([name]) => !set.has(name.toLowerCase())));
};

/**
 * One level of options laid over a lower one (defaults < config file < script < environment < flags).
 *
 * A level that says how much to run replaces all that lower levels said about it. Two shorthands of one level are
 * told apart later, except iterations with duration, which k6 allows.
 */
export function overlay(below: RawOptions, above: RawOptions): RawOptions {
  const lower = canonical(below);
  const upper = canonical(above);
  const set = Object.fromEntries(Object.entries(upper).filter(([, value]) => value !== undefined && value !== null));
  const clears = shorthandsOf(upper).length > 0 || (isSet(upper, "vus") && isSet(lower, "scenarios"));
  const kept = clears
    ? Object.fromEntries(Object.entries(lower).filter(([name]) => !SHORTHANDS.some((shorthand) => shorthand === name)))
    : lower;
  return { ...without(kept, set), ...set };
}

const defined = (fields: RawOptions): RawOptions =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null));

/** Flags and variables give numbers as text; what is no number is left for the check of scenarios to refuse. */
const numeric = (value: unknown): unknown =>
  typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : value;

const numericTargets = (stages: unknown): unknown =>
  Array.isArray(stages)
    ? stages.map((stage: unknown) => (isRecord(stage) ? { ...stage, target: numeric(stage.target) } : stage))
    : stages;

/** The raw scenarios that these options ask for. */
export function scenariosOf(options: RawOptions, problems: Problems): RawOptions {
  const given = shorthandsOf(options);
  const clash = given.filter((name) => !(name === "duration" && given.includes("iterations")));
  if (clash.length > 1) {
    problems.push(`using ${clash.map((name) => `'${name}'`).join(" and ")} options simultaneously is not allowed`);
    return {};
  }
  const { duration, scenarios } = options;
  const [vus, iterations, stages] = [numeric(options.vus), numeric(options.iterations), numericTargets(options.stages)];
  switch (clash[0]) {
    case "iterations":
      return { default: defined({ executor: "shared-iterations", vus, iterations, maxDuration: duration }) };
    case "duration":
      if ((parseDuration(duration) ?? 1) <= 0) problems.push("'duration' must be more than 0");
      return { default: defined({ executor: "constant-vus", vus, duration }) };
    case "stages":
      if (Array.isArray(stages) && stages.length === 0) break;
      return { default: defined({ executor: "ramping-vus", startVUs: vus, stages }) };
    case "scenarios":
      if (!isRecord(scenarios)) problems.push("'scenarios' must be an object");
      else if (Object.keys(scenarios).length > 0) return scenarios;
      break;
    default:
  }
  return vus === undefined || vus === null
    ? { default: { executor: "per-vu-iterations" } }
    : { default: { executor: "shared-iterations", vus, iterations: vus } };
}
