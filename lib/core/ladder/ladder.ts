// The verdict ladder: is the measurement sound, are the answers right, are the objectives met, did it change? Every
// text, page and exit code asks this file which rung is judged. Pure; the words for a rung are elsewhere.

import { exit } from "../exit.ts";

export const rungNames = ["validity", "answers", "objectives", "change"] as const;

export type RungName = (typeof rungNames)[number];

/** bad: broken; warn: undecided, or to be read with care; unknown: nothing was asked, or nothing was measured. */
export type State = "good" | "warn" | "bad" | "unknown";

/** What each rung would say if it stood by itself. */
export type Standings = Readonly<Record<RungName, State>>;

/**
 * Rungs that others rest on. Figures of a broken measurement mean nothing, and neither does the speed of wrong answers.
 * A missed objective breaks nothing: the figures it was missed by are sound, and a change between them is one.
 */
const GROUNDS: readonly RungName[] = ["validity", "answers"];

/** The broken rung below that keeps a rung from being judged; undefined when it is judged. */
export const brokenBelow = (rung: RungName, standings: Standings): RungName | undefined =>
  rungNames.slice(0, rungNames.indexOf(rung)).find((below) => GROUNDS.includes(below) && standings[below] === "bad");

/** The standings with each rung that rests on a broken one unknown. */
const judged = (standings: Standings): Standings => ({
  validity: standings.validity,
  answers: brokenBelow("answers", standings) === undefined ? standings.answers : "unknown",
  objectives: brokenBelow("objectives", standings) === undefined ? standings.objectives : "unknown",
  change: brokenBelow("change", standings) === undefined ? standings.change : "unknown",
});

/**
 * What was asked of the measurement. record: only to be sound; gate: right answers and met objectives, too; compare:
 * right answers and no change for the worse; strict: that it be decided, too.
 */
export type Question = "record" | "gate" | "compare" | "strict";

const asked: Readonly<Record<Question, readonly RungName[]>> = {
  record: ["validity"],
  gate: ["validity", "answers", "objectives"],
  compare: ["validity", "answers", "change"],
  strict: ["validity", "answers", "change"],
};

const broken: Readonly<Record<RungName, number>> = {
  validity: exit.invalid,
  answers: exit.objectiveFailed,
  objectives: exit.objectiveFailed,
  change: exit.regressed,
};

/** Whether a rung that is neither good nor bad leaves the question open. A suspect measurement is still one. */
const leavesOpen = (question: Question, rung: RungName, state: State): boolean =>
  (question === "gate" && rung === "objectives" && state !== "good") ||
  (question === "strict" && rung === "change" && state !== "good");

/** The exit code: of the lowest broken rung among those asked for; else 3 when the question is open, else 0. */
export function ladderExit(standings: Standings, question: Question): number {
  const states = judged(standings);
  const failed = asked[question].find((rung) => states[rung] === "bad");
  if (failed !== undefined) return broken[failed];
  return asked[question].some((rung) => leavesOpen(question, rung, states[rung])) ? exit.noData : exit.ok;
}
