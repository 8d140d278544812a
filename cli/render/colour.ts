// Terminal colour, by meaning. Without colour support every function returns its text unchanged.

import type { Stream } from "../../lib/core/world.ts";

export type Paint = Record<"good" | "bad" | "warn" | "dim" | "strong", (text: string) => string>;

/** How to paint text for a stream. */
export const paintFor = (stream: Stream): Paint => {
  const sgr =
    (code: number) =>
    (text: string): string =>
      stream.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { good: sgr(32), bad: sgr(31), warn: sgr(33), dim: sgr(2), strong: sgr(1) };
};
