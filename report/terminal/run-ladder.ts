// A recording's verdict ladder as terminal text: is it sound, are the answers right, are the objectives met? Each rung
// with its reasons and what to do.

import { inputShare } from "../../lib/core/answers/accuracy.ts";
import { formatCount, formatPercent } from "../../lib/core/format.ts";
import type { Criterion, EndpointRecord, Recording } from "../../lib/core/recording.ts";
import { runLadder } from "../model/ladder.ts";
import type { Rung } from "../model/model.ts";
import { measureOf, metricName, ruleText } from "../model/objective-text.ts";
import type { Paint } from "./colour.ts";

const sum = (r: Recording, of: (e: EndpointRecord) => number): number =>
  r.endpoints.reduce((total, e) => total + of(e), 0);

const criterionText = (c: Criterion): string =>
  c.actual === null ? `${metricName(c)} not measured` : `${measureOf(c)} (must be ${ruleText(c)})`;

/** What an endpoint missed, and what could not be judged of it, in one line; undefined when it met everything. */
const endpointCriteria = (endpoint: string, criteria: readonly Criterion[], paint: Paint): string | undefined => {
  const own = criteria.filter((c) => c.endpoint === endpoint);
  const open = own.filter((c) => c.verdict !== "pass");
  if (open.length === 0) return undefined;
  const mark = open.some((c) => c.verdict === "fail") ? paint.bad("✗") : paint.warn("?");
  const text =
    open.length === own.length && open.every((c) => c.actual === null)
      ? "not measured"
      : open.map(criterionText).join(", ");
  return `  ${mark} ${endpoint}: ${text}\n`;
};

function validityText(r: Recording, paint: Paint): string {
  const { verdict, reasons } = r.validity;
  const word = { valid: paint.good("valid"), suspect: paint.warn("suspect"), invalid: paint.bad("INVALID") }[verdict];
  const lines = reasons.map((x) => `  ${x.severity === "invalid" ? "✗" : "!"} ${x.finding}\n    ${x.advice}\n`);
  return `Measurement  ${word}${r.partial ? " (ended early: partial)" : ""}\n${lines.join("")}`;
}

function answersText(r: Recording, paint: Paint): string {
  const checked = sum(r, (e) => e.answers.checked);
  const wrong = sum(r, (e) => e.answers.mismatched);
  const labelled = sum(r, (e) => e.answers.labelled);
  const correct = sum(r, (e) => e.answers.correct);
  if (checked === 0) return `Answers      ${paint.warn("none checked")}\n`;
  const word = wrong === 0 ? paint.good("right") : paint.bad("WRONG");
  const faults = new Map<string, number>();
  for (const e of r.endpoints) {
    for (const [fault, n] of Object.entries(e.answers.faults)) faults.set(fault, (faults.get(fault) ?? 0) + n);
  }
  const how = wrong === 0 ? "" : ` (${[...faults].map(([fault, n]) => `${fault} ${n}`).join(", ")})`;
  const accuracy = labelled === 0 ? "" : `; ${formatPercent(correct / labelled)} of labels correct`;
  return `Answers      ${word}: ${formatCount(checked)} checked, ${formatCount(wrong)} wrong${how}${accuracy}\n${atRestText(r)}`;
}

/** Accuracy from unique inputs: the same text asked again under load is no further evidence. */
function atRestText({ golden }: Recording): string {
  if (golden === null || golden.inputs === 0) return "";
  const { share, low, high } = inputShare(golden.correct, golden.inputs);
  const unstable =
    golden.unstable === 0 ? "" : `; ${formatCount(golden.unstable)} answered differently when asked twice`;
  return `  at rest ${formatPercent(share)} of ${formatCount(golden.inputs)} unique texts get their true label (95 %: ${formatPercent(low)} to ${formatPercent(high)})${unstable}\n`;
}

function objectivesText(r: Recording, paint: Paint): string {
  const { verdict, criteria } = r.objectives;
  const met = criteria.filter((c) => c.verdict === "pass").length;
  const word = { pass: paint.good("met"), fail: paint.bad("MISSED"), "no-data": paint.warn("no data") }[verdict];
  const endpoints = [...new Set(criteria.map((c) => c.endpoint))];
  const lines = endpoints.flatMap((endpoint) => endpointCriteria(endpoint, criteria, paint) ?? []);
  return `Objectives   ${word}: ${met} of ${criteria.length} met\n${lines.join("")}`;
}

/** The three rungs of one run; which of them are judged at all is the report's ladder to say, as on the page. */
export function runLadderText(r: Recording, paint: Paint): string {
  const [, answers, objectives] = runLadder(r);
  const judged = (name: string, rung: Rung | undefined, text: string): string =>
    rung?.word === "not judged" ? `${name.padEnd(13)}${paint.warn(rung.sentence)}\n` : text;
  return [
    validityText(r, paint),
    judged("Answers", answers, answersText(r, paint)),
    judged("Objectives", objectives, objectivesText(r, paint)),
  ].join("");
}
