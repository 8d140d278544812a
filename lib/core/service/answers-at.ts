// Where in a reply its answers stand, for the common case: a list under a name.

import { isRecord } from "../json.ts";
import type { Endpoint } from "./endpoint.ts";

/**
 * Reads the answers of several rows at a dotted path of the reply's JSON: `answers: answersAt("data.results")`.
 * What stands there must be a list with an answer a row; for one row anything else is that row's answer.
 */
export function answersAt(path: string): Endpoint<unknown>["answers"] {
  const keys = path.split(".");
  return ({ json }, rows) => {
    let at = json;
    for (const key of keys) {
      if (!isRecord(at) || !Object.hasOwn(at, key)) return undefined;
      at = at[key];
    }
    if (Array.isArray(at)) return at;
    return rows.length === 1 ? [at] : undefined;
  };
}
