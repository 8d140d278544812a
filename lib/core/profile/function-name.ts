// How a function is written for people and how functions of two profiles are told to be the same one.

import { isThread, type ProfileFunction } from "./profile.ts";

/** A file as people know it: no scheme, no query, packages from `node_modules/` or `site-packages/` on. */
export function shortFile(file: string): string {
  const path = file.replace(/^file:\/\//, "").replace(/[?#].*$/, "");
  const parts = /^.*\/(?:node_modules|site-packages|dist-packages|lib\/python[\d.]+)\/(.*)$/.exec(path);
  return parts?.[1] ?? path;
}

/** The longest directory that all application files of a profile share, with its last slash; empty when none. */
export function commonDirectory(functions: readonly ProfileFunction[]): string {
  const own = functions
    .map((fn) => fn.file)
    .filter(
      (file) =>
        /^(file:\/\/|\/)/.test(file) && !/\/(node_modules|site-packages|dist-packages|lib\/python[\d.]+)\//.test(file),
    )
    .map((file) => shortFile(file));
  let shared = own[0]?.replace(/[^/]*$/, "") ?? "";
  for (const path of own) while (!path.startsWith(shared)) shared = shared.replace(/[^/]*\/$/, "");
  return shared.length > 1 ? shared : "";
}

/** `name file:line`, the file without the `base` directory. */
export function functionLabel(fn: ProfileFunction, base = ""): string {
  const place = placeOf(fn, base);
  return place === "" ? fn.name : `${fn.name} ${place}`;
}

/** `file:line` without the `base` directory; empty for native code. */
export function placeOf(fn: ProfileFunction, base = ""): string {
  if (fn.file === "" || fn.file === "~" || isThread(fn)) return "";
  const path = shortFile(fn.file);
  const short = base !== "" && path.startsWith(base) ? path.slice(base.length) : path;
  return fn.line === null || fn.line === 0 ? short : `${short}:${fn.line}`;
}

/** A key by which the same function is found in another version: its name and file; lines move and do not count. */
export const versionlessKey = (fn: ProfileFunction, base: string): string =>
  `${fn.name}\u0000${placeOf({ ...fn, line: null }, base)}`;

/** The words of a camelCase, snake_case or kebab-case name, in lower case. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
