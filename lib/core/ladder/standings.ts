// From what was found to where each rung of the ladder stands by itself.

import type { CapacityReport } from "../capacity/model.ts";
import { safeEntry } from "../capacity/search.ts";
import type { Comparison } from "../compare/model.ts";
import type { Recording } from "../recording.ts";
import { checksState } from "./checks-state.ts";
import type { Standings, State } from "./ladder.ts";

const met = { pass: "good", fail: "bad", "no-data": "warn" } as const;
const soundness = { valid: "good", suspect: "warn", invalid: "bad" } as const;

const answersOf = (checked: number, wrong: number): State => (wrong > 0 ? "bad" : checked > 0 ? "good" : "unknown");

/** One run; by itself it says nothing of change. */
export function runStandings(recording: Recording): Standings {
  const { validity, endpoints, objectives } = recording;
  const sum = (of: (e: Recording["endpoints"][number]) => number): number => endpoints.reduce((n, e) => n + of(e), 0);
  return {
    validity: soundness[validity.verdict],
    answers:
      recording.script === null
        ? answersOf(
            sum((e) => e.answers.checked),
            sum((e) => e.answers.mismatched),
          )
        : checksState(recording),
    objectives:
      objectives.criteria.length === 0 && objectives.verdict === "no-data" ? "unknown" : met[objectives.verdict],
    change: "unknown",
  };
}

const changes = {
  regressed: "bad",
  inconclusive: "warn",
  improved: "good",
  "no-change": "good",
  invalid: "bad",
} as const;

/** Whether more of B's answers than of A's are wrong, beyond chance: that is a regression whatever its speed. */
export const answersWorse = ({ answers }: Comparison): boolean =>
  answers.some((row) => row.gated && row.verdict === "regressed");

/** A comparison: its answers are those of the side that is judged, and objectives are no part of it. */
export function comparisonStandings(c: Comparison): Standings {
  const under = c.answers.find((row) => row.kind !== "incorrect");
  const suspect = [...c.a.runs, ...c.b.runs].some((run) => run.validity === "suspect");
  const dropped = c.pairs.some((pair) => pair.dropped !== null);
  return {
    validity: c.verdict === "invalid" ? "bad" : suspect || dropped ? "warn" : "good",
    answers: answersWorse(c) ? "bad" : answersOf(under?.checkedB ?? 0, under?.wrongB ?? 0),
    objectives: "unknown",
    change: changes[c.verdict],
  };
}

const found = { confirmed: "good", shown: "good", unconfirmed: "warn", none: "bad" } as const;

const soundnessOf = (sound: number, of: number): State =>
  of === 0 ? "unknown" : sound === 0 ? "bad" : sound < of ? "warn" : "good";

/**
 * A capacity search. Wrong answers above the load that was found safe are how the service breaks there; at or below it,
 * or when none was found, they are wrong answers.
 */
export function searchStandings({ entries, outcome }: Pick<CapacityReport, "entries" | "outcome">): Standings {
  const sound = entries.filter((e) => e.verdict !== "void");
  const safe = safeEntry(outcome)?.probe.load ?? Number.POSITIVE_INFINITY;
  const wrong = (upTo: number): boolean => sound.some((e) => e.result.wrong > 0 && e.probe.load <= upTo);
  return {
    validity: soundnessOf(sound.length, entries.length),
    answers: wrong(safe) ? "bad" : wrong(Number.POSITIVE_INFINITY) ? "warn" : "good",
    objectives: found[outcome.kind],
    change: "unknown",
  };
}
