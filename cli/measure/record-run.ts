// A whole run as a person sees it: engine and service are found, progress is shown, the recording is written, and
// everything that was started is stopped, also on Ctrl-C and on failure.

import { CliError, exit } from "../../lib/core/exit.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { World } from "../../lib/core/world.ts";
import { writeRecording } from "../../lib/node/recording-file.ts";
import { chooseEngine } from "../engine/choose-engine.ts";
import type { EngineOutcome } from "../engine/engine.ts";
import { openTarget, type TargetSpec } from "../target/target.ts";
import { LiveLine } from "./live-line.ts";
import { measure } from "./measure.ts";
import { claimLabel, resultsDir } from "./results-dir.ts";

const SCRIPT_EXIT_CODES: readonly number[] = [exit.scriptException, 110];

/** What ended the engine, when that was neither the service's doing nor the user's. @throws CliError */
function checkOutcome(outcome: EngineOutcome, recording: Recording): void {
  const { problem, exitCode } = outcome;
  if (problem === undefined) return;
  const sawRequests = recording.endpoints.some((e) => e.count > 0);
  // A script that throws in some iterations has a recording, and the recording says so.
  if (SCRIPT_EXIT_CODES.includes(exitCode) && (sawRequests || recording.generator.scriptErrors > 0)) return;
  throw new CliError(problem, {
    code: SCRIPT_EXIT_CODES.includes(exitCode) ? exit.scriptException : exitCode === 104 ? exit.usage : exit.invalid,
    hint: "The engine could not run the scenario; nothing was recorded.",
  });
}

export interface RecordedRun {
  readonly recording: Recording;
  readonly path: string;
}

/** Measures `plan` against a service and writes the recording. @throws CliError */
export async function recordRun(world: World, plan: LoadPlan, label: string, spec: TargetSpec): Promise<RecordedRun> {
  const dir = resultsDir(world);
  await claimLabel(dir, label);
  const engine = await chooseEngine(world);
  world.stderr.write(`${plan.scenario}: ${plan.question}\nengine: ${engine.name} ${engine.version} (${engine.why})\n`);
  const target = await openTarget(spec, world);
  const live = new LiveLine(world.stderr, plan);
  try {
    const { recording, outcome } = await measure({
      plan,
      label,
      engine,
      target,
      world,
      signal: world.interrupted,
      onTick: (elapsedMs, fold) => live.tick(elapsedMs, fold),
      onNotice: (line) => live.notice(line),
    });
    live.end();
    checkOutcome(outcome, recording);
    return { recording, path: await writeRecording(dir, recording) };
  } finally {
    live.end();
    await target.stop();
  }
}
