// k6's own log (`--log-format=json`, standard error): what people should read, the last error, and the iterations of a
// script that threw.

import type { Readable } from "node:stream";
import { isRecord } from "../../lib/core/json.ts";
import { boundedLines } from "../../lib/node/bounded-lines.ts";

interface Entry {
  readonly level: string;
  readonly message: string;
  /** Whether it is about an iteration that threw, or about something else of the script that did. */
  readonly threw?: "iteration" | "outside";
  /** Whether k6 itself says it, and not the script. */
  readonly isK6s: boolean;
}

const entryOf = (line: string): Entry => {
  try {
    const json: unknown = JSON.parse(line);
    if (isRecord(json)) {
      const message = String(json.error ?? json.msg).trim();
      const about = { level: String(json.level), message, isK6s: json.source !== "console" };
      if (json.source !== "stacktrace") return about;
      return { ...about, threw: typeof json.executor === "string" ? "iteration" : "outside" };
    }
  } catch {
    // not JSON: k6 writes some start-up errors plainly
  }
  return { level: "error", message: line, isK6s: true };
};

/** Of a line, in characters: a stack trace, but no response a script has printed whole. */
const LONGEST_LINE = 64 * 1024;

/** Different exceptions told; the rest is only counted. */
const TOLD = 10;

/** How often one and the same warning is told: a service that is gone would else fill the screen. */
const SAME_WARNING = 3;

export class K6Log {
  readonly #onNotice: (line: string) => void;
  readonly #told = new Set<string>();
  readonly #warned = new Map<string, number>();
  lastError: string | undefined;
  /** The last exception outside of iterations: k6 makes no exit code of one in handleSummary. */
  threwOutside: string | undefined;
  scriptErrors = 0;

  constructor(onNotice: (line: string) => void) {
    this.#onNotice = onNotice;
  }

  /** Reads a stream as it comes. */
  read(stream: Readable | null): void {
    if (stream === null) return;
    const onLine = (line: string): void => {
      if (line.trim() !== "") this.#add(entryOf(line));
    };
    boundedLines(stream, onLine, LONGEST_LINE);
  }

  #add({ level, message, threw, isK6s }: Entry): void {
    if (threw === "iteration") this.#addThrow(message);
    if (threw === "outside") this.threwOutside = message;
    if (level === "error") this.lastError = message;
    else if (level === "warning" && isK6s) this.#warn(message);
    else this.#onNotice(`k6 ${level}: ${message}`);
  }

  #warn(message: string): void {
    const times = (this.#warned.get(message) ?? 0) + 1;
    // Texts that are all different are no flood of one kind, and are not to be kept for ever.
    if (times > 1 || this.#warned.size < 1000) this.#warned.set(message, times);
    if (times > SAME_WARNING) return;
    this.#onNotice(`k6 warning: ${message}${times === SAME_WARNING ? " (said no more)" : ""}`);
  }

  #addThrow(message: string): void {
    this.scriptErrors += 1;
    if (this.#told.has(message) || this.#told.size >= TOLD) return;
    this.#told.add(message);
    this.#onNotice(`script error: ${message}`);
  }
}
