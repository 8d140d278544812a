// A recorded run is shown first, then reported on beside its recording, then decided.

import { exit } from "../../lib/core/exit.ts";
import { stableJson } from "../../lib/core/json.ts";
import type { World } from "../../lib/core/world.ts";
import { publishReports } from "../../report/files/publish.ts";
import { runModel } from "../../report/model/run-model.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import { afterVerdict, errorText, savedText } from "../after-verdict.ts";
import type { RecordedRun } from "./record-run.ts";
import { runExit } from "./run-exit.ts";

/** @returns the exit code: the run's own, but no success where its recording is not in its place */
export async function publishRun(
  world: World,
  { recording, path, misplaced }: RecordedRun,
  json: boolean,
  question: Parameters<typeof runExit>[1],
): Promise<number> {
  world.stdout.write(json ? stableJson(recording) : renderTerminal(runModel(recording), paintFor(world.stdout)));
  if (misplaced !== undefined) world.stderr.write(errorText(misplaced));
  const reports = path === undefined ? undefined : await afterVerdict(world, () => publishReports(world, path));
  if (!json) world.stdout.write(savedText({ Recording: path, Report: reports?.page }));
  const code = runExit(recording, question);
  return code === exit.ok && misplaced !== undefined ? misplaced.code : code;
}
