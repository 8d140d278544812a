// A command-line flag that must be a number above zero.

import { CliError } from "../../lib/core/exit.ts";

/** The number a flag gives; undefined when the flag is absent. @throws CliError */
export function positive(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new CliError(`${flag} ${text}: not a number above 0`);
}
