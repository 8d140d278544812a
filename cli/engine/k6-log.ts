// k6's own log (`--log-format=json`, standard error): what people should read, the last error, and the iterations of a
// script that threw.

import type { Readable } from "node:stream";
import { isRecord } from "../../lib/core/json.ts";
import { boundedLines } from "../../lib/node/bounded-lines.ts";

interface Entry {
  readonly level: string;
  readonly message: string;
  /** Whether it is about an iteration that threw. */
  readonly isThrow: boolean;
}

const entryOf = (line: string): Entry => {
  try {
    const json: unknown = JSON.parse(line);
    if (isRecord(json)) {
      const isThrow = json.source === "stacktrace" && typeof json.executor === "string";
      return { level: String(json.level), message: String(json.error ?? json.msg).trim(), isThrow };
    }
  } catch {
    // not JSON: k6 writes some start-up errors plainly
  }
  return { level: "error", message: line, isThrow: false };
};

/** Of a line, in characters: a stack trace, but no response a script has printed whole. */
const LONGEST_LINE = 64 * 1024;

/** Different exceptions told; the rest is only counted. */
const TOLD = 10;

export class K6Log {
  readonly #onNotice: (line: string) => void;
  readonly #told = new Set<string>();
  lastError: string | undefined;
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

  #add({ level, message, isThrow }: Entry): void {
    if (isThrow) this.#addThrow(message);
    if (level === "error") this.lastError = message;
    else this.#onNotice(`k6 ${level}: ${message}`);
  }

  #addThrow(message: string): void {
    this.scriptErrors += 1;
    if (this.#told.has(message) || this.#told.size >= TOLD) return;
    this.#told.add(message);
    this.#onNotice(`script error: ${message}`);
  }
}
