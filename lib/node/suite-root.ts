// Where the suite is on disk. Bundled code (build/*.js) and sources under test find the same root, since both stand
// below the suite's package.json.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const findRoot = (from: string): string => {
  if (existsSync(join(from, "package.json"))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error("no package.json above this file: the suite is not whole");
  return findRoot(parent);
};

/** The directory that holds package.json. */
export const suiteRoot = (): string => findRoot(dirname(fileURLToPath(import.meta.url)));

/** The path of a file that `make build` made, e.g. `builtFile("cli.js")`. */
export const builtFile = (name: string): string => join(suiteRoot(), "build", name);
