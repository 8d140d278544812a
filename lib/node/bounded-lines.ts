// Lines of a stream that somebody else writes: of each its beginning, so that no line, and no output without a line
// break, takes more memory than that.

import type { Readable } from "node:stream";

/** Of a line that is kept, in characters: enough for a message, not for a dump. */
const LONGEST_LINE = 2000;

/** Calls `onLine` with each line, cut to `most` characters, and with what the stream ended in. */
export function boundedLines(input: Readable, onLine: (line: string) => void, most: number = LONGEST_LINE): void {
  let line = "";
  let open = false;
  const add = (piece: string): void => {
    if (line.length < most) line += piece.slice(0, most - line.length);
    open = true;
  };
  const end = (): void => {
    if (!open) return;
    onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
    line = "";
    open = false;
  };
  input.setEncoding("utf8");
  input.on("data", (text: string) => {
    const pieces = text.split("\n");
    pieces.forEach((piece, i) => {
      if (piece !== "" || i < pieces.length - 1) add(piece);
      if (i < pieces.length - 1) end();
    });
  });
  input.on("end", end);
}
