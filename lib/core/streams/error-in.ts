// The error that a server puts into an answer or an event of its own, under HTTP 200.

import { isRecord } from "../json.ts";

/** Characters of a server's words that are kept. */
const MAX_ERROR = 200;

/** Why it failed, in the server's words; undefined when it says of no error, or says null in its place. */
export function errorIn({ error }: Readonly<Record<string, unknown>>): string | undefined {
  if (error === undefined || error === null) return undefined;
  const message = isRecord(error) ? error.message : error;
  return (typeof message === "string" ? message : JSON.stringify(error)).slice(0, MAX_ERROR);
}

/** What is said of data that is no JSON object. */
export const unreadable = (data: string): string => `no JSON object: ${data.slice(0, MAX_ERROR)}`;
