// What is written once a verdict has been printed: a disk that is full then changes neither the verdict nor the exit
// code that says it.

import { CliError } from "../lib/core/exit.ts";
import { outsideLines } from "../lib/core/outside-text.ts";
import type { World } from "../lib/core/world.ts";

/** An error as its line and its hint. */
export const errorText = ({ message, hint }: CliError): string =>
  // Messages quote services, files and scripts.
  `error: ${outsideLines(message)}\n${hint === undefined ? "" : `hint: ${hint}\n`}`;

/** Does `work`; what it could not do is said on standard error. @returns undefined then */
export async function afterVerdict<T>(world: World, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    world.stderr.write(errorText(error));
    return undefined;
  }
}

/** Lines that say where what was saved is; nothing of what was not. */
export const savedText = (saved: Readonly<Record<string, string | undefined>>): string => {
  const lines = Object.entries(saved).flatMap(([name, path]) =>
    path === undefined ? [] : [`${name.padEnd(12)} ${path}\n`],
  );
  return lines.length === 0 ? "" : `\n${lines.join("")}`;
};
