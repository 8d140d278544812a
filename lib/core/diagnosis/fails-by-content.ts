// "This row fails every time": failures that follow the row and not the load, the size or the moment.

import { inferenceOf } from "../endpoint-role.ts";
import { overEndpoints } from "../fold/failing-texts.ts";
import { formatCount, formatPercent } from "../format.ts";
import type { FailingText } from "../recording.ts";
import { allMarked } from "../stat/all-marked.ts";
import { holm } from "../stat/holm.ts";
import type { MeasuredRun } from "../validity/rule.ts";
import type { DiagnosisRule } from "./diagnosis.ts";

/** The chance of naming any innocent row at all, over all rows and recordings: as strict as the other rules. */
const ALPHA = 0.01;
const NAMED = 3;

/** Texts there are; a script that has no corpus of ours names none. */
const textsOf = (run: MeasuredRun): number => run.payload?.texts ?? 0;

const alwaysFails = (t: FailingText): boolean => overEndpoints(t.failed) === overEndpoints(t.requests);

/**
 * The chance that all requests that held the row are among the failed ones, had failing nothing to do with rows.
 *
 * Exact, given how many requests of each endpoint failed: the rows of a request are drawn by the seed before anything
 * is sent, so whatever else makes requests fail, also in bursts, every choice of requests is as likely to be the one
 * with this row. Endpoints are strata, since a large batch fails for any of its rows (M. Zelen, Biometrika 58 (1971),
 * on exact tests over several tables); at the upper end of the distribution their chances multiply.
 */
const chanceOf = (t: FailingText, run: MeasuredRun): number =>
  inferenceOf(run).reduce((p, e) => p * allMarked(t.requests[e.name] ?? 0, e.failed, e.count), 1);

/** Rows that fail every time and certainly not by chance, after Holm's correction for all the rows there are. */
const guiltyIn = (run: MeasuredRun, recordings: number): readonly FailingText[] => {
  const suspects = (run.failingTexts ?? []).filter(alwaysFails);
  const innocent = Math.max(0, textsOf(run) - suspects.length);
  const p = holm([...suspects.map((t) => chanceOf(t, run)), ...Array<number>(innocent).fill(1)]);
  return suspects.filter((_, i) => (p[i] ?? 1) * recordings <= ALPHA);
};

const evidenceOf = (guilty: readonly FailingText[], run: MeasuredRun): string => {
  const endpoints = inferenceOf(run);
  const [failed, count] = [endpoints.reduce((n, e) => n + e.failed, 0), endpoints.reduce((n, e) => n + e.count, 0)];
  const named = guilty.slice(0, NAMED).map((t) => `${t.input} (${formatCount(overEndpoints(t.requests))} requests)`);
  const more = guilty.length > NAMED ? ` and ${formatCount(guilty.length - NAMED)} more` : "";
  return `${formatCount(guilty.length)} of ${formatCount(textsOf(run))} rows failed in every request: ${named.join(", ")}${more}; of all requests ${formatPercent(failed / count)} failed`;
};

export const failsByContent: DiagnosisRule = (runs) => {
  const recorded = runs.filter((run) => run.failingTexts !== undefined);
  for (const run of recorded) {
    const guilty = guiltyIn(run, recorded.length);
    if (guilty.length === 0) continue;
    return {
      rule: "fails-by-content",
      kind: "fault",
      symptom: "The same row fails every time, and others do not",
      evidence: evidenceOf(guilty, run),
      cause: "The service cannot take what the row holds: a character, a word or a form its code does not expect.",
      rival: "It is not the words but their number: the row exceeds a limit on characters or tokens.",
      nextExperiment:
        "Ask for the row alone (the service's data has it by this id; the suite's own is lib/k6/corpus/texts.json), then for its halves, until the part that fails is small.",
    };
  }
  return undefined;
};
