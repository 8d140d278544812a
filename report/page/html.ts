// HTML built from templates in which every interpolated value is escaped, so markup can only come from this code.

import { escapeMarkup } from "../text/escape.ts";

/** Text that is known to be HTML. Only `html` and `trusted` make one. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template may hold: HTML, plain values (escaped), lists of both; false and null leave nothing. */
export type Part = Html | string | number | false | null | undefined | readonly Part[];

const isList = (part: Part): part is readonly Part[] => Array.isArray(part);

const toText = (part: Part): string => {
  if (part === false || part === null || part === undefined) return "";
  if (isList(part)) return part.map(toText).join("");
  return part instanceof Html ? part.toString() : escapeMarkup(String(part));
};

/** A template whose values are escaped; attribute values must stand in double quotes. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.reduce((text, next, i) => text + toText(parts[i - 1]) + next));

/** HTML from this suite's own build (styles and script); never for data. */
export const trusted = (text: string): Html => new Html(text);
