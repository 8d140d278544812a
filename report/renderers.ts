// Every format a report can be had in. A renderer is a pure function of the model and of where it is shown; adding a
// format is adding a line here.

import { stableJson } from "../lib/core/json.ts";
import type { ReportModel } from "./model/model.ts";
import { reportJson } from "./model/profile-report.ts";
import { type PageAssets, renderPage } from "./page/page.ts";
import type { Paint } from "./terminal/colour.ts";
import { renderTerminal } from "./terminal/terminal.ts";
import { renderCsv } from "./text/csv.ts";
import { renderAnnotations, renderPullRequestComment, renderStepSummary } from "./text/github.ts";
import { renderJUnit } from "./text/junit.ts";
import { renderMarkdown } from "./text/markdown.ts";

/** What a report is shown with. */
export interface Surroundings {
  readonly page: PageAssets;
  readonly paint: Paint;
}

export const renderers = {
  terminal: (model, { paint }) => renderTerminal(model, paint),
  html: (model, { page }) => renderPage(model, page),
  markdown: (model) => renderMarkdown(model),
  junit: (model) => renderJUnit(model),
  csv: (model) => renderCsv(model),
  json: (model) => stableJson(model.kind === "profile" ? reportJson(model.profile) : model),
  "github-annotations": (model) => renderAnnotations(model),
  "github-summary": (model) => renderStepSummary(model),
  "github-comment": (model) => renderPullRequestComment(model),
} satisfies Record<string, (model: ReportModel, shown: Surroundings) => string>;

export type Format = keyof typeof renderers;
