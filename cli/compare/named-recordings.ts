// From what people type to recordings: a file, or a label whose recordings are all meant.

import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { CliError } from "../../lib/core/exit.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { World } from "../../lib/core/world.ts";
import { readRecording, recordingPaths } from "../../lib/node/recording-file.ts";
import { resultsDir } from "../measure/results-dir.ts";

const isFile = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined))?.isFile() === true;

async function pathsOf(world: World, name: string): Promise<readonly string[]> {
  const file = resolve(world.cwd, name);
  if (await isFile(file)) return [file];
  const paths = await recordingPaths(resultsDir(world), name);
  if (paths.length > 0) return paths;
  throw new CliError(`${name} is neither a recording nor a label with recordings`, {
    hint: `Labels are folders under ${resultsDir(world)}; tailgate run baseline records one.`,
  });
}

/** Reads every recording that `names` mean, in their order. @throws CliError for a name that means none */
export async function namedRecordings(world: World, names: readonly string[]): Promise<readonly Recording[]> {
  const paths = (await Promise.all(names.map((name) => pathsOf(world, name)))).flat();
  const recordings: Recording[] = [];
  for (const path of paths) recordings.push(await readRecording(path));
  return recordings;
}
