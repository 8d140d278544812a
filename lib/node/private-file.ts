// Hands a secret to a child process: in a file that only this user can read, since everyone can read its arguments.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface PrivateFile {
  readonly path: string;
  remove(): void;
}

/** Writes `text` to a new temporary file. It is removed by `remove`, or when this process ends. */
export function privateFile(text: string): PrivateFile {
  // mkdtemp's folder is this user's alone.
  const folder = mkdtempSync(join(tmpdir(), "tailgate-private-"));
  const path = join(folder, "text");
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
    process.off("exit", remove);
  };
  process.once("exit", remove);
  writeFileSync(path, text, { mode: 0o600 });
  return { path, remove };
}
