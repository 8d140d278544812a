// What GitHub shows of a report: annotations in the log, the job's step summary, and the body of a comment on a pull
// request. Each keeps within GitHub's size limits by leaving out whole blocks and saying so.

import type { State } from "../../lib/core/ladder/ladder.ts";
import type { ReportModel } from "../model/model.ts";
import { escapeCommandData, escapeCommandProperty } from "./escape.ts";
import { figureBlocks, headlineBlock, ladderBlock } from "./markdown.ts";

/** Bytes; GitHub refuses step summaries above 1 MiB. */
const SUMMARY_LIMIT = 1_000_000;
/** Bytes, since characters are at most that; GitHub refuses comments above 65 536 characters. */
const COMMENT_LIMIT = 60_000;

const levels: Readonly<Record<State, string>> = { good: "notice", unknown: "notice", warn: "warning", bad: "error" };

/** One workflow command for the headline and one for every rung that is not good. */
export function renderAnnotations(model: ReportModel): string {
  const command = (state: State, title: string, message: string): string =>
    `::${levels[state]} title=${escapeCommandProperty(title)}::${escapeCommandData(message)}\n`;
  const headline = command(model.headline.state, "Tailgate", `${model.headline.text}: ${model.title}`);
  const rungs = model.ladder
    .filter((rung) => rung.state === "bad" || rung.state === "warn")
    .map((rung) => {
      const reasons = rung.reasons.map((r) => `${r.finding} ${r.advice}`.trim());
      return command(rung.state, `Tailgate: ${rung.name}`, [rung.sentence, ...reasons].join("\n"));
    });
  return [headline, ...rungs].join("");
}

export const renderStepSummary = (model: ReportModel): string =>
  withinLimit([headlineBlock(model), ladderBlock(model), ...figureBlocks(model)], SUMMARY_LIMIT);

/** Begins with a hidden mark, by which a later run finds its own comment and replaces it. */
export const renderPullRequestComment = (model: ReportModel): string =>
  withinLimit(
    [
      `${commentMark(model)}\n${headlineBlock(model)}`,
      ladderBlock(model),
      ...figureBlocks(model).map((block) => folded(block)),
    ],
    COMMENT_LIMIT,
  );

const commentMark = (model: ReportModel): string =>
  `<!-- tailgate:${model.kind}:${model.title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80)} -->`;

/** The block under its own heading, folded away; the blank lines make GitHub read it as Markdown. */
const folded = (block: string): string => {
  const [heading = "", ...rest] = block.split("\n");
  return `<details><summary>${heading.replace(/^#+ /, "")}</summary>\n${rest.join("\n")}\n\n</details>`;
};

const LEFT_OUT = "_Some tables are left out here because they are too long; the HTML report has them._";

const withinLimit = (blocks: readonly string[], limit: number): string => {
  const kept: string[] = [];
  let bytes = LEFT_OUT.length + 4;
  for (const block of blocks.filter((b) => b !== "")) {
    bytes += new TextEncoder().encode(block).length + 2;
    if (bytes > limit) return `${[...kept, LEFT_OUT].join("\n\n")}\n`;
    kept.push(block);
  }
  return `${kept.join("\n\n")}\n`;
};
