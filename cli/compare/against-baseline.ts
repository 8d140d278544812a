// The comparison when only the new version can be run: it is recorded as often as the saved baseline was, and the two
// sets of recordings are compared.

import type { Comparison } from "../../lib/core/compare/model.ts";
import { CliError } from "../../lib/core/exit.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { World } from "../../lib/core/world.ts";
import { readRecording, recordingPaths } from "../../lib/node/recording-file.ts";
import type { RunPlan } from "../measure/measure-request.ts";
import { recordRun } from "../measure/record-run.ts";
import { resultsDir } from "../measure/results-dir.ts";
import type { TargetSpec } from "../target/target.ts";
import type { Asked } from "./floor-and-looks.ts";
import { compareRecordings } from "./saved-files.ts";

/** More repeats cannot help: what separates the sides is the day, not the run. */
const MOST_REPEATS = 5;

async function savedBaseline(world: World, label: string, scenario: string): Promise<readonly Recording[]> {
  const paths = await recordingPaths(resultsDir(world), label);
  const recordings: Recording[] = [];
  for (const path of paths) recordings.push(await readRecording(path));
  const fitting = recordings.filter((r) => r.scenario === scenario);
  if (fitting.length > 0) return fitting;
  throw new CliError(`there is no recording of scenario ${scenario} under ${label} to compare with`, {
    hint: "Record one of the old version with tailgate run baseline, or let both versions run: BASELINE_URL, BASELINE_CMD.",
  });
}

/** Records `plan` into results/<labels.b> and compares with results/<labels.a>. @throws CliError */
export async function againstBaseline(
  world: World,
  plan: RunPlan,
  after: TargetSpec,
  labels: { readonly a: string; readonly b: string },
  asked: Asked,
): Promise<Comparison> {
  const baseline = await savedBaseline(world, labels.a, plan.scenario);
  const repeats = Math.min(MOST_REPEATS, baseline.length);
  const recordings: Recording[] = [];
  for (let i = 1; i <= repeats && !world.interrupted.aborted; i++) {
    world.stderr.write(`run ${i} of ${repeats} of the new version\n`);
    recordings.push((await recordRun(world, plan, labels.b, after)).recording);
  }
  return compareRecordings(world, baseline, recordings, asked, labels);
}
