// The whole page as one string: markup, styles, script and data, needing nothing else. Pure: the built script and
// styles are handed in.

import { createHash } from "node:crypto";
import type { ChartData } from "../model/chart-data.ts";
import type { ReportModel } from "../model/model.ts";
import { partsOf } from "../model/parts.ts";
import { type Html, html, trusted } from "./html.ts";
import { capacitySection } from "./sections/capacity.ts";
import { chartsSection } from "./sections/charts.ts";
import { comparisonSection } from "./sections/comparison.ts";
import { diagnosisSection } from "./sections/diagnosis.ts";
import { endpointsSection } from "./sections/endpoints.ts";
import { factsSection } from "./sections/facts.ts";
import { headlineBlock, ladderSection } from "./sections/ladder.ts";
import { errorsSection, objectivesSection } from "./sections/objectives.ts";
import { tablesSection } from "./sections/tables.ts";
import { trendsSection } from "./sections/trends.ts";

/** The page's script and styles, as `make build` made them. */
export interface PageAssets {
  readonly script: string;
  readonly styles: string;
}

/** Parts that a live page replaces while the run goes on; keys are element ids. */
export const liveParts = (model: ReportModel): Readonly<Record<string, string>> => ({
  headline: headlineBlock(model).toString(),
  ladder: ladderSection(model).toString(),
  endpoints: html`${endpointsSection(model)}${tablesSection(model)}`.toString(),
  details: details(model).toString(),
});

/** A complete HTML document. `live` makes its script follow the events of the server that sent it. */
export function renderPage(model: ReportModel, assets: PageAssets, live = false): string {
  const styles = trusted(assets.styles);
  const script = trusted(assets.script);
  const { headline, ladder, endpoints, details: rest } = liveParts(model);
  const charts = partsOf(model).figures?.charts ?? null;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(assets, live)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Tailgate">
<title>${model.headline.text} · ${model.title}</title>
<style>${styles}</style>
</head>
<body${live && trusted(" data-live")}>
<a class="skip" href="#results">Skip to the results</a>
<header class="top"><p class="brand">Tailgate</p><p class="when"><time datetime="${model.at}">${model.at.replace("T", " ").replace(/\.\d+Z$|Z$/, " UTC")}</time></p></header>
<main>
<div id="headline" aria-live="${live ? "polite" : "off"}">${trusted(headline ?? "")}</div>
<div id="ladder">${trusted(ladder ?? "")}</div>
<div id="results" tabindex="-1">
${comparisonSection(model)}
${capacitySection(model)}
<div id="endpoints">${trusted(endpoints ?? "")}</div>
${diagnosisSection(model)}</div>
${chartsSection(model)}
${trendsSection(model)}
<div id="details">${trusted(rest ?? "")}</div>
</main>
<footer><p>One file, no network: this page can be mailed, archived and opened offline.</p></footer>
${charts !== null && dataIsland(charts)}
<script>${script}</script>
</body>
</html>
`;
  return page.toString();
}

const details = (model: ReportModel): Html =>
  html`${objectivesSection(model)}${errorsSection(model)}${factsSection(model)}`;

const sha256 = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing loads, nothing runs but the one script whose hash is named here. */
const policy = (assets: PageAssets, live: boolean): string =>
  [
    "default-src 'none'",
    `script-src ${sha256(assets.script)}`,
    `style-src ${sha256(assets.styles)}`,
    `connect-src ${live ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

/** JSON in a script element: "<" is written as an escape, so the data cannot end the element or open a comment. */
const islandJson = (data: ChartData): string => JSON.stringify(data).replace(/</g, "\\u003c");

const dataIsland = (data: ChartData): Html =>
  html`<script type="application/json" id="data">${trusted(islandJson(data))}</script>`;
