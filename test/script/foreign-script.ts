// A script that knows nothing of Tailgate, in a folder of its own, run by the built command line.

import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isRecord } from "../../lib/core/json.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { onlyRecording } from "../support/only-recording.ts";
import { type Ended, startTailgate } from "../support/tailgate-process.ts";

export interface ForeignFolder {
  readonly dir: string;
  /** Writes a file of the script's folder; returns its path. */
  write(name: string, text: string): Promise<string>;
  tailgate(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** The only recording under a label. */
  recording(label: string): Promise<Recording>;
  /** A file that a script wrote into the folder, where the user is, as JSON. */
  json(name: string): Promise<Record<string, unknown>>;
  remove(): Promise<void>;
}

export async function foreignFolder(target: string): Promise<ForeignFolder> {
  const dir = await mkdtemp(join(tmpdir(), "tailgate-script-"));
  const results = join(dir, "results");
  return {
    dir,
    async write(name, text) {
      const path = join(dir, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
      return path;
    },
    tailgate: (args, env = {}) => startTailgate(args, { RESULTS_DIR: results, TARGET: target, ...env }, dir).ended,
    recording: (label) => onlyRecording(results, label),
    async json(name) {
      const read: unknown = JSON.parse(await readFile(join(dir, name), "utf8"));
      if (!isRecord(read)) throw new Error(`${name} is no object`);
      return read;
    },
    remove: () => rm(dir, { recursive: true }),
  };
}
