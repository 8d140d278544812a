// The module `k6/experimental/fs`: files opened in init code, kept once for all users of a thread, and read in pieces.

import { statSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { ModuleNamespace } from "../loader/script.ts";
import { goError } from "../vu/go-error.ts";
import type { OpenedFiles } from "./open.ts";

const SeekMode = { Start: 0, Current: 1, End: 2 } as const;

/** Errors of this module have the names k6 gives them. */
function fileError(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

/** A file as a script has it: shared bytes, and a place of its own in them. */
export class ScriptFile {
  readonly path: string;
  readonly #bytes: Buffer;
  #at = 0;

  constructor(path: string, bytes: Buffer) {
    this.path = path;
    this.#bytes = bytes;
  }

  /** All of it, from the start. */
  get text(): string {
    return this.#bytes.toString("utf8");
  }

  /** What reads next finds nothing more. */
  toEnd(): void {
    this.#at = this.#bytes.length;
  }

  async stat(): Promise<{ readonly name: string; readonly size: number }> {
    return { name: basename(this.path), size: this.#bytes.length };
  }

  /** Fills `into` as far as there is something left; null at the end. */
  async read(into: unknown): Promise<number | null> {
    if (!(into instanceof Uint8Array)) {
      throw fileError("TypeError", "read() failed; reason: into argument must be a Uint8Array");
    }
    if (this.#at >= this.#bytes.length) return null;
    const read = this.#bytes.copy(into, 0, this.#at);
    this.#at += read;
    return read;
  }

  /** As k6 counts, the end is the last byte, not the place after it. */
  async seek(offset: unknown, whence: unknown): Promise<number> {
    const by = Number(offset);
    const size = this.#bytes.length;
    if (whence === SeekMode.Start && by < 0) {
      throw fileError("TypeError", "offset cannot be negative when using SeekModeStart");
    }
    const from = whence === SeekMode.Current ? this.#at : whence === SeekMode.End ? size - 1 : 0;
    const to = from + by;
    if (to < 0) throw fileError("TypeError", "seeking before start of file");
    if (to > size) throw fileError("TypeError", "seeking beyond end of file");
    this.#at = to;
    return to;
  }
}

/** @param directory the script's, absolute @param inInit whether the VU is in its init code */
export function fsModule(directory: string, files: OpenedFiles, inInit: () => boolean): ModuleNamespace {
  const open = async (name: unknown): Promise<ScriptFile> => {
    if (!inInit()) {
      throw fileError("ForbiddenError", "open() failed; reason: opening a file is allowed only in the Init context");
    }
    if (typeof name !== "string" || name === "") throw goError("open() failed; reason: path cannot be empty");
    const path = resolve(directory, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) throw fileError("NotFoundError", `no such file or directory '${path}'`);
    if (found.isDirectory()) throw fileError("InvalidResourceError", `cannot open directory '${path}'`);
    return new ScriptFile(path, files.read(path));
  };
  const members = { open, SeekMode };
  return { ...members, default: members };
}
