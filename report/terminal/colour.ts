// Terminal colour, by meaning, and whether there is a terminal at all. Without colour support every function returns
// its text unchanged.

import type { Stream } from "../../lib/core/world.ts";

export interface Paint extends Readonly<Record<"good" | "bad" | "warn" | "dim" | "strong", (text: string) => string>> {
  /** A terminal has an edge; a file or a pipe does not, so nothing is cut for it. */
  readonly terminal: boolean;
}

/** How to paint text for a stream. */
export const paintFor = (stream: Stream): Paint => {
  const sgr =
    (code: number) =>
    (text: string): string =>
      stream.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  return {
    good: sgr(32),
    bad: sgr(31),
    warn: sgr(33),
    dim: sgr(2),
    strong: sgr(1),
    terminal: stream.columns !== undefined,
  };
};

/** For files: no colour, and nothing cut. */
export const plainPaint: Paint = paintFor({ write: () => {}, columns: undefined, colour: false });
