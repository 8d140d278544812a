// What makes two sets of recordings incomparable, found before any arithmetic and said by name: whatever differs beside
// the service would otherwise be reported as the service's doing.

import type { Fingerprint, Refusal } from "./model.ts";
import type { RunStatistics } from "./run-statistics.ts";

/** Differences the user asked to accept. */
export interface Allowed {
  readonly host: boolean;
  readonly script: boolean;
}

export const nothingAllowed: Allowed = { host: false, script: false };

/** Measured phases are timed, so they differ a little; more than this share is another length. */
const DURATION_TOLERANCE = 0.1;

interface Rule {
  readonly what: string;
  readonly show: (f: Fingerprint) => string;
  readonly same?: (a: Fingerprint, b: Fingerprint) => boolean;
  readonly hint: string;
  readonly waived?: (allowed: Allowed) => boolean;
}

const seconds = (durationMs: number): string => `${(durationMs / 1000).toFixed(1)} s`;

/** A script that ends by count lasts as long as its service makes it; script and options are compared, as the payload. */
const decidesItself = ({ load }: Fingerprint): boolean => load.startsWith("script");

const RULES: readonly Rule[] = [
  { what: "recording format", show: (f) => f.schema, hint: "Record both sides again with one version of the suite." },
  { what: "scenario", show: (f) => f.scenario, hint: "Compare recordings of the same scenario." },
  {
    what: "load model",
    show: (f) => f.load,
    hint: "Record both sides with the same executor, users, rate and stages.",
  },
  { what: "engine", show: (f) => f.engine, hint: "Record both sides with the same ENGINE and FLEET." },
  {
    what: "payload",
    show: (f) => f.payload,
    hint: "Record both sides with the same rows and repeat share, or the same script and options.",
  },
  {
    what: "warm-up",
    show: (f) => seconds(f.warmupMs),
    same: (a, b) => a.warmupMs === b.warmupMs,
    hint: "Record both sides with the same WARMUP.",
  },
  {
    what: "duration",
    show: (f) => seconds(f.durationMs),
    same: (a, b) =>
      (decidesItself(a) && decidesItself(b)) ||
      Math.abs(a.durationMs - b.durationMs) <= DURATION_TOLERANCE * Math.max(a.durationMs, b.durationMs),
    hint: "Record both sides with the same DURATION.",
  },
  {
    what: "host",
    show: (f) => `${f.host} (${f.hostId})`,
    same: (a, b) => a.hostId === b.hostId,
    hint: "Record both sides on one machine, or accept the difference with --allow-different-host.",
    waived: (allowed) => allowed.host,
  },
  {
    what: "scenario script",
    show: (f) => f.scriptHash,
    hint: "The scenario's code changed in between: record both sides again, or accept with --allow-different-script.",
    waived: (allowed) => allowed.script,
  },
];

const differs = (rule: Rule, a: Fingerprint, b: Fingerprint): boolean =>
  rule.same === undefined ? rule.show(a) !== rule.show(b) : !rule.same(a, b);

/** Every rule that `runs` break against the first of `a`, each once, with the two values. */
const byRule = (a: readonly RunStatistics[], b: readonly RunStatistics[], allowed: Allowed): Refusal[] => {
  const reference = a[0]?.fingerprint;
  if (reference === undefined) return [];
  return RULES.filter((rule) => rule.waived?.(allowed) !== true).flatMap((rule) => {
    const other = [...b, ...a].find((run) => differs(rule, reference, run.fingerprint));
    if (other === undefined) return [];
    return [{ what: rule.what, a: rule.show(reference), b: rule.show(other.fingerprint), hint: rule.hint }];
  });
};

const seedsOf = (runs: readonly RunStatistics[]): string =>
  [...new Set(runs.flatMap((r) => r.fingerprint.seed ?? []))].sort((x, y) => x - y).join(", ");

const endpointsOf = (runs: readonly RunStatistics[]): string[] => [
  ...new Set(runs.flatMap((r) => r.endpoints.filter((e) => e.count > 0).map((e) => e.name))),
];

/**
 * Why `a` and `b` cannot be compared; empty when they can. Both sides must hold the same set of seeds, no recording
 * may serve twice, and an endpoint without any baseline cannot be judged.
 */
export const refusals = (
  a: readonly RunStatistics[],
  b: readonly RunStatistics[],
  allowed: Allowed,
): readonly Refusal[] => {
  const found = byRule(a, b, allowed);
  if (seedsOf(a) !== seedsOf(b)) {
    found.push({ what: "seed", a: seedsOf(a), b: seedsOf(b), hint: "Record both sides with the same SEED." });
  }
  const ids = [...a, ...b].map((r) => r.run.id);
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined) {
    const hint = "Repeating a recording adds no evidence: name each once, on one side.";
    found.push({ what: "same recording twice", a: twice, b: twice, hint });
  }
  const extra = endpointsOf(b).filter((name) => !endpointsOf(a).includes(name));
  if (a.length > 0 && extra.length > 0) {
    const hint = "An endpoint without a baseline cannot be judged: record the baseline again with this scenario.";
    found.push({ what: "endpoints", a: endpointsOf(a).join(", "), b: endpointsOf(b).join(", "), hint });
  }
  return found;
};
