// The first screen: the verdict in one line, then the four questions answered in a sentence each.

import type { State } from "../../../lib/core/ladder/ladder.ts";
import type { ReportModel, Rung } from "../../model/model.ts";
import { type Html, html, trusted } from "../html.ts";

/** A mark whose shape, not only its colour, tells the states apart. */
const marks: Readonly<Record<State, Html>> = {
  good: trusted('<path d="M6.5 12.5l3.5 3.5 7.5-8"/>'),
  warn: trusted('<path d="M12 6.5v7"/><path d="M12 17v.5"/>'),
  bad: trusted('<path d="M7.5 7.5l9 9M16.5 7.5l-9 9"/>'),
  unknown: trusted('<path d="M8 12h8"/>'),
};

export const mark = (state: State): Html =>
  html`<svg class="mark ${state}" viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11"/>${marks[state]}</svg>`;

const questions: Readonly<Record<Rung["name"], string>> = {
  validity: "Is it sound?",
  answers: "Are the answers right?",
  objectives: "Are the objectives met?",
  change: "Did it change?",
};

export const headlineBlock = (model: ReportModel): Html =>
  html`<p class="title">${model.title}</p><h1 class="${model.headline.state}">${model.headline.text}</h1>`;

export const ladderSection = (model: ReportModel): Html | "" =>
  model.ladder.length === 0
    ? ""
    : html`<section aria-label="Verdicts"><ol class="ladder">${model.ladder.map(rungItem)}</ol></section>`;

const rungItem = (rung: Rung): Html => html`<li class="rung ${rung.state}">${mark(rung.state)}
<div><h2>${questions[rung.name]} <span class="word">${rung.word}</span></h2>
<p>${withCode(rung.sentence)}</p>${
  rung.reasons.length > 0 &&
  html`<ul class="reasons">${rung.reasons.map(
    (r) =>
      html`<li>${withCode(r.finding)}${r.finding !== "" && " "}${r.advice !== "" && html`<span class="advice">${withCode(r.advice)}</span>`}</li>`,
  )}</ul>`
}</div></li>`;

/** Backquoted words as code; figures do not part from their groups of three and their units. */
export const withCode = (text: string): Html[] =>
  text
    .replace(/(\d) (?=\d|%|ms\b|s\b|min\b|h\b)/g, "$1\u00a0")
    .split("`")
    .map((piece, i) => (i % 2 === 1 ? html`<code>${piece}</code>` : html`${piece}`));
