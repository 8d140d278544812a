// A stream of lines, however its bytes are cut.

/** The lines that have ended, and the beginning of the next. An empty line is none; one of spaces is content. */
export function contentLines(text: string): { readonly lines: readonly string[]; readonly rest: string } {
  const parts = text.split("\n");
  const rest = parts.pop() ?? "";
  return { lines: parts.map((line) => line.replace(/\r$/, "")).filter((line) => line !== ""), rest };
}

/** The lines of a text that is whole: the last may lack its end. */
export const wholeLines = (text: string): readonly string[] => contentLines(`${text}\n`).lines;
