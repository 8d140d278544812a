// Comparisons on disk: results/<label>/<id>.comparison.json.

import { join } from "node:path";
import type { Comparison } from "../../lib/core/compare/model.ts";
import { stableJson } from "../../lib/core/json.ts";
import type { World } from "../../lib/core/world.ts";
import { newRecordingId } from "../../lib/node/recording-file.ts";
import { writeWholeFile } from "../../lib/node/whole-file.ts";
import { resultsDir } from "../measure/results-dir.ts";

/** Saves a comparison under a label and returns its path. @throws CliError when it cannot be written */
export async function saveComparison(
  world: World,
  label: string,
  scenario: string,
  comparison: Comparison,
): Promise<string> {
  const id = newRecordingId(new Date(world.now()), scenario);
  const path = join(resultsDir(world), label, `${id}.comparison.json`);
  await writeWholeFile(path, stableJson(comparison));
  return path;
}
