// Scripts of a test as real files in a directory that is removed afterwards.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Writes `files` (name to text) and gives `body` the path of the first. */
export async function withScript<Result>(
  files: Readonly<Record<string, string>>,
  body: (path: string) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), "tailgate-loader-"));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
    const [first = ""] = Object.keys(files);
    return await body(join(directory, first));
  } finally {
    await rm(directory, { recursive: true });
  }
}
