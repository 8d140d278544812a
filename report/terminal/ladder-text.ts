// The verdict ladder as terminal text: a line a rung, under it what was found and what to do.

import type { State } from "../../lib/core/ladder/ladder.ts";
import type { Rung } from "../model/model.ts";
import type { Paint } from "./colour.ts";

const names: Readonly<Record<Rung["name"], string>> = {
  validity: "Measurement",
  answers: "Answers",
  objectives: "Objectives",
  change: "Change",
};

export const painter = (state: State, paint: Paint): ((text: string) => string) =>
  state === "unknown" ? paint.dim : paint[state];

/** Bad news is in capitals, for where there is no colour. */
const loud = (rung: Rung): string => (rung.state === "bad" ? rung.word.toUpperCase() : rung.word);

const WORD = 12;

function rungText(rung: Rung, paint: Paint): string {
  const word = loud(rung);
  const sentence = rung.sentence.length === 0 ? "" : `${" ".repeat(Math.max(1, WORD - word.length))}${rung.sentence}`;
  const reasons = rung.reasons.map(
    ({ finding, advice }) =>
      `${finding === "" ? "" : `  ${rung.state === "bad" ? "✗" : "!"} ${finding}\n`}${advice === "" ? "" : `    ${advice}\n`}`,
  );
  return `${names[rung.name].padEnd(13)}${painter(rung.state, paint)(word)}${sentence}\n${reasons.join("")}`;
}

export const ladderText = (ladder: readonly Rung[], paint: Paint): string =>
  ladder.map((rung) => rungText(rung, paint)).join("");
