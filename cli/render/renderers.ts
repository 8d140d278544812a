// Every format a report can be had in. A renderer is a pure function of the model (and, for the page, of its built
// script and styles); adding a format is adding a line here.

import { stableJson } from "../../lib/core/json.ts";
import type { ReportModel } from "../report/model.ts";
import { type PageAssets, renderPage } from "../report/page.ts";
import { renderCsv } from "./csv.ts";
import { renderAnnotations, renderPullRequestComment, renderStepSummary } from "./github.ts";
import { renderJUnit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";

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
