// The verdict ladder in words, a sentence a rung. Which rungs are judged is decided once, in lib/core/ladder.

import { brokenBelow, type RungName, rungNames, type Standings, type State } from "../../lib/core/ladder/ladder.ts";
import { runStandings } from "../../lib/core/ladder/standings.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { checkRung } from "./check-rung.ts";
import { typed } from "./command-text.ts";
import type { Headline, Rung } from "./model.ts";
import { answersRung, objectivesRung, validityRung } from "./run-rungs.ts";

/** The rungs of a run; a run by itself says nothing about change. */
export function runLadder(recording: Recording): readonly Rung[] {
  const standings = runStandings(recording);
  return inWords(standings, {
    validity: validityRung(recording, standings.validity),
    answers: (recording.script === null ? answersRung : checkRung)(recording, standings.answers),
    objectives: objectivesRung(recording, standings.objectives),
    change: noComparison,
  });
}

/** Rungs by themselves made a ladder: one that rests on a broken one says so, and nothing of its own. */
export const inWords = (standings: Standings, rungs: Readonly<Partial<Record<RungName, Rung>>>): readonly Rung[] =>
  rungNames.flatMap((name) => {
    const [rung, below] = [rungs[name], brokenBelow(name, standings)];
    if (rung === undefined) return [];
    return below === undefined || rung === noComparison ? [rung] : [notJudged(name, grounds[below])];
  });

const grounds: Readonly<Record<RungName, string>> = {
  validity: "the measurement is invalid",
  answers: "answers are wrong",
  objectives: "objectives are missed",
  change: "it changed",
};

const notJudged = (name: RungName, because: string): Rung => ({
  name,
  state: "unknown",
  word: "not judged",
  sentence: `Not judged, because ${because}.`,
  reasons: [],
});

/** Whether criteria may be shown as met or missed. */
export const objectivesJudged = (standings: Standings): boolean => brokenBelow("objectives", standings) === undefined;

const noComparison: Rung = {
  name: "change",
  state: "unknown",
  word: "not compared",
  sentence: `Not compared: one run by itself says nothing about change. \`${typed("compare")}\` does.`,
  reasons: [],
};

const headlines: Readonly<Record<Rung["name"], Readonly<Record<State, string>>>> = {
  validity: { bad: "This measurement is not to be trusted", warn: "Read with care", unknown: "", good: "" },
  answers: { bad: "The service gives wrong answers", warn: "", unknown: "", good: "" },
  objectives: {
    bad: "Misses its objectives",
    warn: "Too little data to judge",
    unknown: "Measured, without objectives",
    good: "Meets its objectives",
  },
  change: { bad: "Worse than before", warn: "No verdict on change", unknown: "", good: "No worse than before" },
};

/** The one line that stands above everything: the lowest rung that is broken, or else the best that can be said. */
export function headlineOf(ladder: readonly Rung[]): Headline {
  const broken = ladder.find((rung) => rung.state === "bad") ?? ladder.find((rung) => rung.state === "warn");
  if (broken !== undefined) return { state: broken.state, text: headlines[broken.name][broken.state] };
  const last = [...ladder].reverse().find((rung) => headlines[rung.name][rung.state] !== "");
  return last === undefined
    ? { state: "unknown", text: "Measured" }
    : { state: last.state, text: headlines[last.name][last.state] };
}
