// Every format a report can be had in. A renderer is a pure function of the model (and, for the page, of its built
// script and styles); adding a format is adding a line here.

import { stableJson } from "../lib/core/json.ts";
import type { ReportModel } from "./model/model.ts";
import { type PageAssets, renderPage } from "./page/page.ts";
import { renderCsv } from "./text/csv.ts";
import { renderAnnotations, renderPullRequestComment, renderStepSummary } from "./text/github.ts";
import { renderJUnit } from "./text/junit.ts";
import { renderMarkdown } from "./text/markdown.ts";

export const renderers = {
  html: (model, page) => renderPage(model, page),
  markdown: (model) => renderMarkdown(model),
  junit: (model) => renderJUnit(model),
  csv: (model) => renderCsv(model),
  json: (model) => stableJson(model),
  "github-annotations": (model) => renderAnnotations(model),
  "github-summary": (model) => renderStepSummary(model),
  "github-comment": (model) => renderPullRequestComment(model),
} satisfies Record<string, (model: ReportModel, page: PageAssets) => string>;

export type Format = keyof typeof renderers;
