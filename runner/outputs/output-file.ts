// A file that lines are added to while a run goes: buffered, written in whole lines, compressed if its name says so.

import { closeSync, openSync, writeSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { CliError, exit } from "../../lib/core/exit.ts";

/** Written at once: large enough that a busy run makes few calls. */
const BUFFER_CHARS = 256 * 1024;

export class OutputFile {
  readonly #file: number;
  readonly #compressed: boolean;
  #parts: string[] = [];
  #size = 0;

  /** Empties a file that is there. @throws CliError (255) when it cannot be written */
  constructor(path: string) {
    this.#compressed = path.endsWith(".gz");
    try {
      this.#file = openSync(path, "w");
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new CliError(`cannot write the output ${path}: ${why}`, { code: exit.k6Usage });
    }
  }

  add(line: string): void {
    this.#parts.push(line);
    this.#size += line.length;
    if (this.#size >= BUFFER_CHARS) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  /** Pieces compressed one by one are one compressed file, put together. */
  #flush(): void {
    const text = this.#parts.join("");
    this.#parts = [];
    this.#size = 0;
    if (text === "") return;
    const bytes = this.#compressed ? gzipSync(text) : Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
  }
}
