// What a script is called in reports and folders, and which words on a command line mean one.

import { basename, extname } from "node:path";

/** Names of scripts' files, whether they are there or not. */
export const isScriptPath = (word: string): boolean => /\.([mc]?js|[mc]?ts)$/.test(word);

/** The name of its file, without what a folder's name cannot hold. */
export const scriptName = (path: string): string =>
  basename(path, extname(path))
    .replace(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[^A-Za-z0-9]+/, "")
    .slice(0, 64) || "script";

/** A label, or that of a script's own runs. */
export const labelOf = (word: string): string => (isScriptPath(word) ? scriptName(word) : word);
