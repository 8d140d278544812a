// Iterations that threw: counts all of them, and tells people of each different one once, with its place.

import { describeScriptError } from "../loader/source-stack.ts";
import type { Log } from "../vu/log-entry.ts";

/** Different errors told; the rest is only counted. */
const TOLD = 10;

export class ScriptErrors {
  readonly #log: Log;
  readonly #seen = new Map<string, number>();
  count = 0;
  first: string | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  add(error: unknown, where: string): void {
    const { message, location, stack } = describeScriptError(error);
    this.count++;
    const line = location === undefined ? message : `${message} at ${location}`;
    this.first ??= line;
    const key = `${where} ${line}`;
    const before = this.#seen.get(key);
    if (before === undefined && this.#seen.size >= TOLD) return;
    this.#seen.set(key, (before ?? 0) + 1);
    if (before === undefined) {
      this.#log("error", `script error in ${where}: ${stack}`, { hint: "script exception", source: "stacktrace" });
    }
  }

  /** Counts of another thread, whose own notices have been passed on already. */
  absorb(count: number, first: string | undefined): void {
    this.count += count;
    this.first ??= first;
  }
}
