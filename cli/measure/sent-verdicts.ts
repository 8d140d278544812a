// What a collector is told of a finished run: the rungs of the ladder that are judged. One that rests on a broken rung
// is left out, as in every report.

import { brokenBelow, type RungName, type State } from "../../lib/core/ladder/ladder.ts";
import { runStandings } from "../../lib/core/ladder/standings.ts";
import type { Recording } from "../../lib/core/recording.ts";

const answers: Readonly<Record<State, string>> = {
  good: "right",
  warn: "tolerated",
  bad: "wrong",
  unknown: "no-data",
};

/** Rungs and their verdicts; a single run has none about change. */
export function sentVerdicts(recording: Recording): readonly (readonly [RungName, string])[] {
  const standings = runStandings(recording);
  const all: readonly (readonly [RungName, string])[] = [
    ["validity", recording.validity.verdict],
    ["answers", answers[standings.answers]],
    ["objectives", recording.objectives.verdict],
  ];
  return all.filter(([rung]) => brokenBelow(rung, standings) === undefined);
}
