// Programs of others that the suite runs when they are there: where they are, and what they say.

import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { delimiter, join } from "node:path";

const canRun = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

/** Where a program is: a path as it stands, a name on `searchPath` (PATH); undefined when it is not there. */
export async function programPath(program: string, searchPath: string | undefined): Promise<string | undefined> {
  if (program.includes("/")) return (await canRun(program)) ? program : undefined;
  for (const dir of (searchPath ?? "").split(delimiter)) {
    const path = join(dir || ".", program);
    if (await canRun(path)) return path;
  }
  return undefined;
}

/** What a program writes to standard output; empty when it fails. */
export const outputOf = (path: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(path, args, { maxBuffer: 256 * 2 ** 20 }, (error, stdout) => resolve(error === null ? stdout : ""));
  });
