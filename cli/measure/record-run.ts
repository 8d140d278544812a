// A whole run as a person sees it: engine and service are found, progress is shown, the recording is written, and
// everything that was started is stopped, also on Ctrl-C and on failure.

import { join, resolve } from "node:path";
import type { GoldenSet } from "../../lib/core/answers/golden-set.ts";
import { CliError } from "../../lib/core/exit.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { World } from "../../lib/core/world.ts";
import { readGoldenFile, writeGoldenFile } from "../../lib/node/golden-file.ts";
import { engineFor } from "../engine/choose-engine.ts";
import type { EngineOutcome } from "../engine/engine.ts";
import { openScriptTarget } from "../target/script-target.ts";
import { type DescribedTarget, openTarget, type TargetSpec } from "../target/target.ts";
import { checkOutcome, faultOf } from "./check-outcome.ts";
import { goldenFacts, goldenRun, stillTrue } from "./golden-run.ts";
import { type Kept, keepRecording } from "./keep-recording.ts";
import { LiveLine } from "./live-line.ts";
import { engineDashboard, LivePage } from "./live-page.ts";
import { measure } from "./measure.ts";
import type { MeasureRequest, RunPlan } from "./measure-request.ts";
import { claimLabel, resultsDir } from "./results-dir.ts";
import type { StartTelemetry, Telemetry } from "./telemetry.ts";

export interface RecordedRun extends Kept {
  readonly recording: Recording;
  /** What a script did wrong outside of its iterations; its run is recorded all the same. */
  readonly fault?: Pick<EngineOutcome, "exitCode" | "problem">;
}

/** A set that an earlier run left; one that cannot be read is taken anew. */
const savedGolden = (path: string): Promise<GoldenSet | undefined> => readGoldenFile(path).catch(() => undefined);

/** The golden set that GOLDEN names, or the service's own answers at rest, saved at `ownPath`. @throws CliError */
export async function goldenFor(
  world: World,
  target: DescribedTarget,
  ownPath: string,
): Promise<MeasureRequest["golden"]> {
  const given = world.env.GOLDEN || undefined;
  if (given !== undefined) {
    const set = await readGoldenFile(given);
    if (set.corpusHash !== target.service.dataHash) {
      throw new CliError(`GOLDEN=${given}: its answers are about other rows than the service's data`, {
        hint: "Take a new golden set.",
      });
    }
    return { path: resolve(world.cwd, given), facts: goldenFacts(set, target.service, false) };
  }
  const saved = await savedGolden(ownPath);
  if (saved !== undefined && (await stillTrue(saved, target, world))) {
    world.stderr.write(`answers at rest: those of ${saved.takenAt}, since the build is the same and a sample is too\n`);
    return { path: resolve(ownPath), facts: goldenFacts(saved, target.service, true) };
  }
  world.stderr.write("asking for answers at rest, one request at a time\n");
  const set = await goldenRun(target, world);
  await writeGoldenFile(ownPath, set);
  return { path: resolve(ownPath), facts: goldenFacts(set, target.service, true) };
}

/**
 * Measures `plan` against a service and writes the recording, elsewhere if it must be. @throws CliError
 *
 * @param startTelemetry of a run that stands by itself: one of many is not sent
 */
export async function recordRun(
  world: World,
  plan: RunPlan,
  label: string,
  spec: TargetSpec,
  startTelemetry?: StartTelemetry,
): Promise<RecordedRun> {
  const dir = resultsDir(world);
  await claimLabel(dir, label);
  const engine = await engineFor(world, plan.foreign !== undefined);
  world.stderr.write(`${plan.scenario}: ${plan.question}\nengine: ${engine.name} ${engine.version} (${engine.why})\n`);
  const described = plan.foreign === undefined ? await openTarget(spec, world) : undefined;
  const target = described ?? (await openScriptTarget(spec, world));
  const live = new LiveLine(world.stderr, plan, engine.processes);
  const page = new LivePage(world, engine);
  let telemetry: Telemetry | undefined;
  try {
    const what = { scenario: plan.scenario, label, engine: engine.name };
    telemetry = await startTelemetry?.(world, what, (line) => live.notice(line));
    if (telemetry !== undefined && engine.processes !== undefined)
      live.notice("telemetry: a fleet sends its verdicts only");
    const golden =
      described === undefined ? undefined : await goldenFor(world, described, join(dir, label, "golden.json"));
    const dashboard = await engineDashboard(world, engine, join(dir, label));
    const { recording, outcome } = await measure({
      plan,
      label,
      engine,
      target,
      world,
      service: described?.service,
      golden,
      signal: world.interrupted,
      onTick: (elapsedMs, fold, soFar) => {
        live.tick(elapsedMs, fold);
        page.tick(soFar);
      },
      onNotice: (line) => live.notice(line),
      ...(telemetry === undefined ? {} : { onSample: telemetry.onSample }),
      ...(dashboard === undefined ? {} : { dashboard }),
    });
    live.end();
    checkOutcome(plan, outcome, recording);
    await page.finish(recording);
    const fault = faultOf(plan, outcome);
    const kept = await keepRecording(dir, recording);
    await telemetry?.finish(recording);
    return { recording, ...kept, ...(fault === undefined ? {} : { fault }) };
  } finally {
    live.end();
    await telemetry?.close();
    await page.close();
    await target.stop();
  }
}
