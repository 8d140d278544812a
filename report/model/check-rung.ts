// The answers rung of a script that knows nothing of Tailgate: what its own checks say. Which failed, how often, on
// which endpoint.

import { formatCount, formatPercent } from "../../lib/core/format.ts";
import type { State } from "../../lib/core/ladder/ladder.ts";
import type { CheckRecord, Recording } from "../../lib/core/recording.ts";
import { allHeld, someFailed } from "./answers-text.ts";
import type { Rung } from "./model.ts";

/** Failing checks, those that failed most often first. */
const failing = (checks: readonly CheckRecord[]): readonly CheckRecord[] =>
  checks.filter((check) => check.fails > 0).sort((a, b) => b.fails - a.fails);

/** "is 200" on GET /users/{n}: 3 of 40 failed (7.5 %) */
const failureText = ({ name, endpoint, passes, fails }: CheckRecord): string => {
  const where = endpoint === null ? "" : ` on ${endpoint}`;
  const of = passes + fails;
  return `"${name}"${where}: ${formatCount(fails)} of ${formatCount(of)} failed (${formatPercent(fails / of)})`;
};

const words: Readonly<Record<State, string>> = {
  good: "right",
  warn: "some failed",
  bad: "wrong",
  unknown: "not judged",
};

/** How many failing checks are listed. */
const LISTED = 10;

/** @param state where the checks stand (lib/core/ladder/checks-state.ts) */
export function checkRung({ checks }: Pick<Recording, "checks">, state: State): Rung {
  const all = checks.reduce((sum, { passes, fails }) => sum + passes + fails, 0);
  const failed = failing(checks);
  const fails = failed.reduce((sum, check) => sum + check.fails, 0);
  const some = someFailed(fails, all);
  const sentences: Readonly<Record<State, string>> = {
    good: `${allHeld(all)}.`,
    warn: `${some}, as many as the script's thresholds allow.`,
    bad: `${some}.`,
    unknown: "Not judged: the script checks nothing.",
  };
  const reasons = failed.slice(0, LISTED).map((check) => ({ finding: `${failureText(check)}.`, advice: "" }));
  return { name: "answers", state, word: words[state], sentence: sentences[state], reasons };
}
