// Recordings on disk: validated against the schema on every read, written whole.

import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { CliError } from "../core/exit.ts";
import { stableJson } from "../core/json.ts";
import schema from "../core/recording.schema.json" with { type: "json" };
import type { Recording } from "../core/recording.ts";
import { RECORDING_SCHEMA } from "../core/recording-format.ts";
import { upgradeRecording } from "../core/upgrade-recording.ts";
import { histogramProblem } from "./histogram-bounds.ts";
import { checkOf } from "./saved-json.ts";
import { writeWholeFile } from "./whole-file.ts";

const check = checkOf<Recording>(schema);

/** The recording itself. @throws CliError that names the first histogram that is none */
function withHistograms(recording: Recording, path: string): Recording {
  for (const { name, hdr, windows } of recording.endpoints) {
    for (const text of [hdr, ...windows.map((window) => window.hdr)]) {
      const problem = histogramProblem(text);
      if (problem === undefined) continue;
      throw new CliError(`${path}: a histogram of ${name} ${problem}`, { hint: "The file is damaged; record again." });
    }
  }
  return recording;
}

/** Parses and validates one recording, of an older format too. @throws CliError that names the file and what is wrong in it */
export function parseRecording(text: string, path: string): Recording {
  let json: unknown;
  try {
    json = upgradeRecording(JSON.parse(text));
  } catch (error) {
    throw new CliError(`${path} is not JSON`, { hint: "It may be cut short; record again.", cause: error });
  }
  if (check.is(json)) return withHistograms(json, path);
  throw new CliError(`${path} is not a recording of format ${RECORDING_SCHEMA}: ${check.problems(json)}`, {
    hint: "Only files that tailgate recorded can be read; docs/recording.md documents the format.",
  });
}

/** Reads one recording. @throws CliError when it is missing or malformed */
export async function readRecording(path: string): Promise<Recording> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new CliError(`cannot read ${path}`, {
      hint: "Check the path; recordings are in results/<label>/.",
      cause: error,
    });
  }
  return parseRecording(text, path);
}

/** Paths of the recordings under a label, oldest first; empty when there are none. */
export async function recordingPaths(resultsDir: string, label: string): Promise<readonly string[]> {
  const dir = join(resultsDir, label);
  const names = await readdir(dir).catch(() => []);
  return names
    .filter((name) => name.endsWith(".recording.json"))
    .sort()
    .map((name) => join(dir, name));
}

/** An id that sorts by time and cannot collide. */
export const newRecordingId = (startedAt: Date, scenario: string): string =>
  `${startedAt.toISOString().replace(/[-:]/g, "").slice(0, 15)}Z-${scenario}-${randomBytes(3).toString("hex")}`;

/** Writes `results/<label>/<id>.recording.json` and returns its path. @throws CliError when it cannot be written */
export async function writeRecording(resultsDir: string, recording: Recording): Promise<string> {
  const problems = check.problems(JSON.parse(JSON.stringify(recording)));
  if (problems !== undefined) throw new Error(`a recording that does not fit its schema: ${problems}`);
  const path = join(resultsDir, recording.label, `${recording.id}.recording.json`);
  await writeWholeFile(path, stableJson(recording));
  return path;
}
