// The load that a script's own options ask for, as a plan tells it: how long, how many users, which stages. Pure.

import { CliError, exit } from "../../lib/core/exit.ts";
import { isRecord } from "../../lib/core/json.ts";
import type { Load, Stage } from "../../lib/core/recording.ts";
import { regularDuration, vusOf } from "../../runner/executor/executors.ts";
import { readScenario, type Scenario } from "../../runner/options/scenario.ts";
import { type RawOptions, scenariosOf } from "../../runner/options/shortcuts.ts";

/** The scenarios of checked options; those that this suite does not know are left to the engine. @throws CliError (104) */
export function scenariosIn(options: RawOptions): readonly Scenario[] {
  const problems: string[] = [];
  const given = options.scenarios;
  const raw = isRecord(given) && Object.keys(given).length > 0 ? given : scenariosOf(options, problems);
  const scenarios = Object.entries(raw).flatMap(([name, source]) => readScenario(name, source, problems) ?? []);
  if (scenarios.length > 0) return scenarios;
  throw new CliError(problems[0] ?? "the script has no scenario that can be run", { code: exit.invalidOptions });
}

export interface ScriptLoad {
  readonly load: Load;
  /** From the scenarios' start to their regular end; of one that ends by count the longest it may take. */
  readonly totalMs: number;
  /** Whether the end depends on how fast the service is. */
  readonly endsByCount: boolean;
}

const isOpen = ({ executor }: Scenario): boolean => executor.endsWith("arrival-rate");
const endMs = (s: Scenario): number => s.startTimeMs + regularDuration(s);
const overlap = (a: Scenario, b: Scenario): boolean => a.startTimeMs < endMs(b) && b.startTimeMs < endMs(a);

type Span = Omit<Stage, "name"> & { readonly label: string };

/** Rates are iterations a second. */
const perSecond = (s: Scenario, target: number): number =>
  "timeUnitMs" in s ? (target * 1000) / s.timeUnitMs : target;

const levels = (s: Scenario, level: number): Pick<Stage, "users" | "ratePerSec"> =>
  isOpen(s) ? { users: null, ratePerSec: perSecond(s, level) } : { users: level, ratePerSec: null };

const amount = (s: Scenario, level: number): string =>
  isOpen(s) ? `${Number(perSecond(s, level).toFixed(2))}/s` : `${level} ${level === 1 ? "user" : "users"}`;

/** The spans of one scenario: its stages without those that take no time, or all of it. */
function spansOf(s: Scenario): readonly Span[] {
  if (!("stages" in s)) {
    const level = s.executor === "constant-arrival-rate" ? s.rate : vusOf(s).max;
    return [{ label: s.name, ...levels(s, level), fromMs: s.startTimeMs, toMs: endMs(s) }];
  }
  let fromMs: number = s.startTimeMs;
  let from = "startVus" in s ? s.startVus : s.startRate;
  const spans: Span[] = [];
  for (const { durationMs, target } of s.stages) {
    const toMs = fromMs + durationMs;
    const label = from === target ? amount(s, target) : `${amount(s, from)} to ${amount(s, target)}`;
    if (durationMs > 0) spans.push({ label, ...levels(s, target), fromMs, toMs });
    fromMs = toMs;
    from = target;
  }
  return spans;
}

/** Results are told apart by name: stages that would be called alike carry their number. */
const named = (spans: readonly Span[]): readonly Stage[] =>
  spans.map(({ label, ...span }, i) => ({
    name: spans.some((other, j) => j !== i && other.label === label) ? `${label} (stage ${i + 1})` : label,
    ...span,
  }));

/** Stages by time; none where scenarios overlap, so that a moment belongs to several, or where nothing changes. */
function stagesOf(scenarios: readonly Scenario[]): readonly Stage[] {
  if (scenarios.some((a, i) => scenarios.slice(i + 1).some((b) => overlap(a, b)))) return [];
  const inOrder = [...scenarios].sort((a, b) => a.startTimeMs - b.startTimeMs);
  const spans = inOrder.flatMap((s) => {
    const own = spansOf(s);
    return scenarios.length > 1 ? own.map((span) => ({ ...span, label: labelWithin(s, span.label) })) : own;
  });
  return spans.length < 2 ? [] : named(spans);
}

const labelWithin = (s: Scenario, label: string): string => (label === s.name ? label : `${s.name}: ${label}`);

/** The most users that may be busy at one time: of all scenarios that overlap with one. */
const mostUsers = (scenarios: readonly Scenario[]): number =>
  Math.max(
    ...scenarios.map((s) =>
      scenarios.filter((other) => other === s || overlap(s, other)).reduce((sum, other) => sum + vusOf(other).max, 0),
    ),
  );

/** @param scenarios one at least */
export function scriptLoad(scenarios: readonly Scenario[]): ScriptLoad {
  const totalMs = Math.max(...scenarios.map(endMs));
  const [only] = scenarios;
  const steadyRate = scenarios.length === 1 && only?.executor === "constant-arrival-rate" ? only.rate : undefined;
  return {
    load: {
      model: "script",
      users: scenarios.every(isOpen) ? null : mostUsers(scenarios),
      ratePerSec: steadyRate === undefined || only === undefined ? null : perSecond(only, steadyRate),
      thinkMs: null,
      mix: {},
      stages: stagesOf(scenarios),
    },
    totalMs,
    endsByCount: scenarios.some((s) => endMs(s) === totalMs && s.executor.endsWith("iterations")),
  };
}
