// Turns what a script threw into words about the TypeScript a person wrote, whatever the bundle looked like. It knows
// every script compiled in this thread, by the file name in V8's stack frames.

import { CliError } from "../../lib/core/exit.ts";
import { formatPlace, type Locator, type Place } from "./locate.ts";

const locators = new Map<string, Locator>();

/** Remembers where a compiled script came from. */
export function rememberSource(filename: string, locator: Locator): void {
  locators.set(filename, locator);
}

/** What a script threw, for people. */
export interface ScriptError {
  /** "TypeError: x is undefined" */
  readonly message: string;
  /** Where it was thrown, in the source: "src/client.ts:12:7"; undefined if not from a script. */
  readonly location: string | undefined;
  /** Message and frames in the source; frames of the runner and of Node left out. */
  readonly stack: string;
}

interface Frame {
  readonly name: string;
  readonly place: Place;
}

function frameOf(line: string): Frame | undefined {
  const match = /^\s+at (?:(?:async )?(.*?) \()?(?:async )?(.+?):(\d+):(\d+)\)?$/.exec(line);
  const [, name = "", file = "", row = "", column = ""] = match ?? [];
  const place = locators.get(file)?.place(Number(row), Number(column) - 1);
  return place && { name: name.replace(/^Object\./, ""), place };
}

/** Describes anything a script may throw, errors or not. */
export function describeScriptError(error: unknown): ScriptError {
  if (!(error instanceof Error)) {
    const message = typeof error === "string" ? error : (JSON.stringify(error) ?? String(error));
    return { message, location: undefined, stack: message };
  }
  const hint = error instanceof CliError && error.hint !== undefined ? `; ${error.hint}` : "";
  const message = error.message === "" ? error.name : `${error.name}: ${error.message}${hint}`;
  const frames = (error.stack ?? "").split("\n").flatMap((line) => frameOf(line) ?? []);
  const lines = frames.map(
    ({ name, place }) => `    at ${name === "" ? formatPlace(place) : `${name} (${formatPlace(place)})`}`,
  );
  const [first] = frames;
  return { message, location: first && formatPlace(first.place), stack: [message, ...lines].join("\n") };
}
