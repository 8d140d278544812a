// Golden sets on disk.

import { readFile } from "node:fs/promises";
import { type GoldenSet, readGoldenSet } from "../core/answers/golden-set.ts";
import { CliError } from "../core/exit.ts";
import { stableJson } from "../core/json.ts";
import { writeWholeFile } from "./whole-file.ts";

/** Reads a golden set. @throws CliError when it is missing or is none */
export async function readGoldenFile(path: string): Promise<GoldenSet> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new CliError(`cannot read the golden answers in ${path}`, {
      hint: "Record a baseline first: it leaves results/<label>/golden.json.",
      cause: error,
    });
  }
  const read = readGoldenSet(json);
  if ("schema" in read) return read;
  throw new CliError(`${path} is not a golden set: ${read.join("; ")}`);
}

export const writeGoldenFile = (path: string, set: GoldenSet): Promise<void> => writeWholeFile(path, stableJson(set));
