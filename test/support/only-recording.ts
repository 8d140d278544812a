// The recording that a command left.

import type { Recording } from "../../lib/core/recording.ts";
import { readRecording, recordingPaths } from "../../lib/node/recording-file.ts";

/** Reads the one recording under a label. @throws when there is none, or another beside it */
export async function onlyRecording(results: string, label: string): Promise<Recording> {
  const [path, ...more] = await recordingPaths(results, label);
  if (path === undefined || more.length > 0) {
    throw new Error(`${path === undefined ? "no" : more.length + 1} recordings under ${label}`);
  }
  return readRecording(path);
}
