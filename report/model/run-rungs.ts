// What each rung of a run's ladder says by itself: is it sound, are the answers right, are the objectives met? Whether a
// rung is judged at all is not decided here.

import { inputShare } from "../../lib/core/answers/accuracy.ts";
import { formatCount, formatDuration, formatMs, formatPercent } from "../../lib/core/format.ts";
import type { State } from "../../lib/core/ladder/ladder.ts";
import type { Criterion, Recording } from "../../lib/core/recording.ts";
import { accuracyText, allRight, NONE_CHECKED, someWrong } from "./answers-text.ts";
import type { Rung } from "./model.ts";
import { measureOf, metricName, ruleText } from "./objective-text.ts";

export function validityRung(recording: Recording, state: State): Rung {
  const { verdict, reasons } = recording.validity;
  const requests = recording.endpoints.reduce((sum, e) => sum + e.count, 0);
  const extent = `${formatCount(requests)} requests in ${formatDuration(recording.durationMs)}`;
  const [first] = reasons;
  const more = reasons.length > 1 ? `, and ${reasons.length - 1} more` : "";
  const sentence = {
    valid: `The measurement is sound: ${extent}, ${generatorText(recording)}.`,
    suspect: `Read with care: ${first?.finding ?? "the run is suspect"}${more}.`,
    invalid: `Not to be trusted: ${first?.finding ?? "the run is invalid"}${more}.`,
  }[verdict];
  const early = recording.partial ? " The run ended early." : "";
  return {
    name: "validity",
    state,
    word: verdict,
    sentence: sentence + early,
    // The sentence already has the first finding; its advice remains to be said.
    reasons: reasons
      .map((r, i) => ({ finding: i === 0 ? "" : `${capital(r.finding)}.`, advice: r.advice }))
      .filter((r) => r.finding + r.advice !== ""),
  };
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const generatorText = ({ generator }: Recording): string => {
  const lag = generator.sendLagMsP99 ?? generator.lagMsP99;
  const dropped = generator.dropped === 0 ? "nothing dropped" : `${formatCount(generator.dropped)} dropped`;
  return lag === null ? dropped : `${dropped}, generator lag p99 ${formatMs(lag)} ms`;
};

export function answersRung(recording: Recording, state: State): Rung {
  const sum = (pick: (a: Recording["endpoints"][number]["answers"]) => number): number =>
    recording.endpoints.reduce((total, e) => total + pick(e.answers), 0);
  const checked = sum((a) => a.checked);
  const wrong = sum((a) => a.mismatched);
  const wrongInputs = [...new Set(recording.endpoints.flatMap((e) => e.answers.wrongInputs))];
  const rung = (word: string, sentence: string): Rung => ({
    name: "answers",
    state,
    word,
    sentence,
    reasons:
      wrongInputs.length === 0
        ? []
        : [{ finding: `Rows answered wrongly: ${someOf(wrongInputs)}.`, advice: "Ask for them one by one." }],
  });
  if (checked === 0) return rung("not checked", NONE_CHECKED);
  const accuracy = accuracyText(
    sum((a) => a.correct),
    sum((a) => a.labelled),
  );
  const more = `${accuracy}${atRestText(recording)}`;
  return wrong === 0
    ? rung("right", `${allRight(checked)}.${more}`)
    : rung("wrong", `${someWrong(wrong, checked)} (${faultText(recording)}).${more}`);
}

/** Accuracy from unique inputs: the same text asked again under load is no further evidence. */
function atRestText({ golden }: Recording): string {
  if (golden === null || golden.inputs === 0) return "";
  const known = golden.known ?? golden.inputs;
  const unstable =
    golden.unstable === 0 ? "" : `; ${formatCount(golden.unstable)} answered differently when asked twice`;
  if (golden.vocabulary === "another") {
    return ` Accuracy is not measured: no label of the service is one that its data expects (another vocabulary)${unstable}.`;
  }
  if (known === 0)
    return ` At rest ${formatCount(golden.inputs)} unique rows were asked; which answers are true is not known${unstable}.`;
  const { share, low, high } = inputShare(golden.correct, known);
  return ` At rest ${formatPercent(share)} of ${formatCount(known)} unique rows get their true label (95 %: ${formatPercent(low)} to ${formatPercent(high)})${unstable}.`;
}

const SHOWN = 8;

const someOf = (names: readonly string[]): string =>
  `${names.slice(0, SHOWN).join(", ")}${names.length > SHOWN ? ` and ${names.length - SHOWN} more` : ""}`;

function faultText(recording: Recording): string {
  const counts = new Map<string, number>();
  for (const { answers } of recording.endpoints) {
    for (const [fault, n] of Object.entries(answers.faults)) counts.set(fault, (counts.get(fault) ?? 0) + n);
  }
  const text = [...counts].sort((a, b) => b[1] - a[1]).map(([fault, n]) => `${fault} ${formatCount(n)}`);
  return text.length === 0 ? "kind not recorded" : text.join(", ");
}

/** The endpoint before a figure; a threshold names its own subject. */
const whose = ({ endpoint, text }: Criterion, between = " "): string => (text === null ? `${endpoint}${between}` : "");

export function objectivesRung(recording: Recording, state: State): Rung {
  const { verdict, criteria } = recording.objectives;
  const missText = (c: Criterion): string => `${measureOf(c)}, wanted ${ruleText(c)}`;
  const failed = criteria.filter((c) => c.verdict === "fail");
  const missing = criteria.filter((c) => c.verdict === "no-data");
  const rung = (word: string, sentence: string, about: readonly Criterion[]): Rung => ({
    name: "objectives",
    state,
    word,
    sentence,
    // One is in the sentence already.
    reasons: about.length < 2 ? [] : about.map((c) => ({ finding: `${whose(c, ": ")}${missText(c)}`, advice: "" })),
  });
  if (criteria.length === 0) return rung("none set", "No objective was set for this run.", []);
  if (verdict === "fail") {
    const [first] = failed;
    const which = first === undefined ? "" : `: ${whose(first)}${missText(first)}`;
    const more = failed.length > 1 ? `, and ${failed.length - 1} more` : "";
    return rung("missed", `${failed.length} of ${criteria.length} objectives are missed${which}${more}.`, failed);
  }
  if (verdict === "no-data") {
    const which = someOf(missing.map((c) => `${whose(c)}${metricName(c)}`));
    const sentence = `${missing.length} of ${criteria.length} objectives have too little data to judge, which is no pass: ${which}.`;
    return rung("no data", sentence, []);
  }
  return rung("met", `All ${criteria.length} objectives are met${closestText(criteria)}.`, []);
}

/** The objective nearest to its limit, since that is the one to watch. */
function closestText(criteria: readonly Criterion[]): string {
  const shares = criteria.flatMap((c) =>
    c.actual === null || c.limit <= 0 || c.bound === "at-least" || c.bound === "above"
      ? []
      : [{ c, share: c.actual / c.limit }],
  );
  const closest = shares.sort((a, b) => b.share - a.share)[0];
  return closest === undefined
    ? ""
    : `; the closest is ${whose(closest.c)}${measureOf(closest.c)}, ${formatPercent(closest.share)} of its limit`;
}
