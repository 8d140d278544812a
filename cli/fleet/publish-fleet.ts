// A fleet's recording is shown and decided on, as a run's is.

import { stableJson } from "../../lib/core/json.ts";
import type { World } from "../../lib/core/world.ts";
import { publishReports } from "../../report/files/publish.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import type { RecordedRun } from "../measure/record-run.ts";
import { runExit } from "../measure/run-exit.ts";

/** @returns the exit code: objectives are judged on the whole */
export async function publishFleet(world: World, { recording, path }: RecordedRun, json: boolean): Promise<number> {
  const { page, model } = await publishReports(world, path);
  world.stdout.write(
    json
      ? stableJson(recording)
      : `${renderTerminal(model, paintFor(world.stdout))}\nRecording    ${path}\nReport       ${page}\n`,
  );
  return runExit(recording, "gate");
}
