// The global `open`: reads a file beside the script, in init code only. Each file is read once for all users.

import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { toArrayBuffer } from "../http/request-bytes.ts";
import { goError } from "../vu/go-error.ts";

/** Files already read, by absolute path. Make one for a run and give it to every VU. */
export class OpenedFiles {
  readonly #bytes = new Map<string, Buffer>();

  /** @throws GoError when the file cannot be read, with k6's text */
  read(path: string): Buffer {
    const known = this.#bytes.get(path);
    if (known) return known;
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw goError(`open() can't be used with directories, path: "${path}"`);
    const bytes = readBytes(path);
    this.#bytes.set(path, bytes);
    return bytes;
  }
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw goError(`stat ${path}: ${code === "ENOENT" ? "no such file or directory" : code}`);
  }
}

/**
 * `open(path, mode)` for one VU: text, or an ArrayBuffer when `mode` is "b".
 * @param directory the script's, absolute; inInit: whether the VU is in its init code
 */
export function openFunction(directory: string, files: OpenedFiles, inInit: () => boolean) {
  return (path: unknown, mode?: unknown): string | ArrayBuffer => {
    if (!inInit()) throw goError('the "open" function is only available in the init stage (i.e. the global scope)');
    const name = String(path ?? "");
    if (name === "") throw goError("open() can't be used with an empty filename");
    const bytes = files.read(name.startsWith("file://") ? fileURLToPath(name) : resolve(directory, name));
    return mode === "b" ? toArrayBuffer(bytes) : bytes.toString("utf8");
  };
}
