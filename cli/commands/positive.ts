// A flag or a variable that must be a number above zero.

import { CliError } from "../../lib/core/exit.ts";

/** The number it gives; undefined when it is absent or empty. @throws CliError */
export function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new CliError(`${name} ${text}: must be a number above 0`);
}
