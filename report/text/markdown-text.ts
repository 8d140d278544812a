// Markdown built from data: sentences with code in them, and tables whose cells cannot leave their table.

import { escapeMarkdown } from "./escape.ts";

const PLAIN_CODE = /^[A-Za-z0-9 ./:=_-]+$/;

/** A sentence in which backquoted plain words stay code and everything else is escaped. */
export const prose = (text: string): string => {
  const pieces = text.split("`");
  return pieces
    .map((piece, i) => {
      const code = i % 2 === 1 && i < pieces.length - 1 && PLAIN_CODE.test(piece);
      return code ? `\`${piece}\`` : keepEdges(piece);
    })
    .join("");
};

/** Code when it is plain enough to be, text otherwise; for addresses and names. */
export const codeOrText = (text: string): string => (PLAIN_CODE.test(text) ? `\`${text}\`` : escapeMarkdown(text));

const keepEdges = (piece: string): string =>
  (/^\s/.test(piece) ? " " : "") + escapeMarkdown(piece) + (/\S\s+$/.test(piece) ? " " : "");

/** A GitHub table; `align` has a letter a column: l or r. Cells are escaped here and nowhere else. */
export const markdownTable = (
  header: readonly string[],
  align: string,
  rows: readonly (readonly string[])[],
): string => {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => escapeMarkdown(cell)).join(" | ")} |`;
  const rule = `|${header.map((_, i) => (align[i] === "r" ? "--:" : ":--")).join("|")}|`;
  return [line(header), rule, ...rows.map(line)].join("\n");
};
