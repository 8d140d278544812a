// A run of a scenario with the service under the profiler in the middle half of the measured phase. It gives a
// profile, never a recording: latencies of a profiled run are nobody's baseline.

import { CliError, exit } from "../../lib/core/exit.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import { type LoadBlock, loadBlock, type Span } from "../../lib/core/profile/load-block.ts";
import { type LockUse, lockUse } from "../../lib/core/profile/lock-use.ts";
import { type MeasuredBlock, type Overhead, overheadOf } from "../../lib/core/profile/overhead.ts";
import type { ProfileLoad, TreeProfile } from "../../lib/core/profile/profile.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { World } from "../../lib/core/world.ts";
import { cpuSeconds } from "../../lib/node/process-cpu.ts";
import type { ThreadProfile } from "../../lib/node/profile/node-profiler.ts";
import { engineFor } from "../engine/choose-engine.ts";
import { checkOutcome } from "../measure/check-outcome.ts";
import { LiveLine } from "../measure/live-line.ts";
import { measure } from "../measure/measure.ts";
import type { RunPlan } from "../measure/measure-request.ts";
import { openScriptTarget } from "../target/script-target.ts";
import { openTarget, type TargetSpec } from "../target/target.ts";
import { type ProfiledBlocks, profileBlocks, type TimedBlock } from "./profile-blocks.ts";
import { openProfiledTarget, type ProfiledTarget } from "./profiled-target.ts";

export interface ProfiledRun {
  readonly profile: TreeProfile;
  readonly threads: readonly ThreadProfile[];
  /** Who held the interpreter's lock, in a window after that of the profile; undefined where there is none. */
  readonly lock: LockUse | undefined;
  /** Of this machine. */
  readonly cores: number;
  /** Null in scenarios whose load changes on the way: their blocks are not alike. */
  readonly overhead: Overhead | null;
  /** What was wrong with the run itself. */
  readonly doubts: readonly string[];
}

export interface ProfiledRunOptions {
  readonly plan: RunPlan;
  readonly spec: TargetSpec;
  /** What --attach says. */
  readonly attachTo: string | undefined;
  readonly intervalUs: number | undefined;
}

/** Runs the scenario and profiles its service. @throws CliError when either fails */
export async function profiledRun(world: World, options: ProfiledRunOptions): Promise<ProfiledRun> {
  const { plan } = options;
  const engine = await engineFor(world, plan.foreign !== undefined);
  if (engine.processes !== undefined)
    throw new CliError("FLEET: a profile is taken under one process", { hint: "Leave FLEET unset." });
  world.stderr.write(`${plan.scenario}: ${plan.question}\nengine: ${engine.name} ${engine.version} (${engine.why})\n`);
  const opened = await openProfiledTarget(
    options.spec,
    options.attachTo,
    world,
    plan.foreign === undefined ? openTarget : openScriptTarget,
  );
  try {
    const { process } = opened.attachment;
    world.stderr.write(`profiler: attached to process ${process.pid} (${process.runtime})\n`);
    const { recording, blocks } = await runWithBlocks(world, options, opened, engine);
    return describeRun(recording, blocks, plan, opened.doubts);
  } finally {
    opened.attachment.close();
    await opened.target.stop();
  }
}

async function runWithBlocks(
  world: World,
  options: ProfiledRunOptions,
  { target, attachment }: ProfiledTarget,
  engine: Awaited<ReturnType<typeof engineFor>>,
): Promise<{ recording: Recording; blocks: ProfiledBlocks }> {
  const { plan } = options;
  const live = new LiveLine(world.stderr, plan);
  const ended = new AbortController();
  const failed = new AbortController();
  const begun = new PromiseGate();
  const load = measure({
    plan,
    label: "profile",
    engine,
    target,
    world,
    service: target.service,
    golden: undefined,
    signal: AbortSignal.any([world.interrupted, failed.signal]),
    onTick: (elapsedMs, fold) => {
      live.tick(elapsedMs, fold);
      if (fold.lastMeasuredMs() > 0) begun.open();
    },
    onNotice: (line) => live.notice(line),
  }).finally(() => {
    ended.abort();
    live.end();
  });
  const schedule = {
    durationMs: plan.options.durationMs,
    intervalUs: options.intervalUs,
    begun: begun.passed,
    ended: ended.signal,
    cpuSeconds: () => cpuOf(attachment.pids()),
  };
  const blocks = profileBlocks(schedule, attachment, world).catch((error: unknown) => {
    failed.abort();
    throw error;
  });
  const [measured, profiled] = await Promise.allSettled([load, blocks]);
  // The load's own failure explains more than that the profiler's block came to nothing.
  if (measured.status === "rejected") throw measured.reason;
  if (world.interrupted.aborted) throw new CliError("interrupted: no profile was saved", { code: exit.interrupted });
  const { recording, outcome } = measured.value;
  checkOutcome(plan, outcome, recording);
  if (profiled.status === "rejected") throw profiled.reason;
  return { recording, blocks: profiled.value };
}

/** CPU time of all processes together; undefined when any of them cannot be read. */
function cpuOf(pids: readonly number[]): number | undefined {
  const each = pids.map((pid) => cpuSeconds(pid));
  return each.some((one) => one === undefined) ? undefined : each.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

/** A promise that somebody else keeps. */
class PromiseGate {
  open: () => void = () => undefined;
  readonly passed = new Promise<void>((resolve) => {
    this.open = resolve;
  });
}

function describeRun(
  recording: Recording,
  blocks: ProfiledBlocks,
  plan: LoadPlan,
  doubts: readonly string[],
): ProfiledRun {
  const startMs = Date.parse(recording.startedAt);
  const span = (block: TimedBlock): Span => ({ fromMs: block.fromMs - startMs, toMs: block.toMs - startMs });
  const measured = (block: TimedBlock): MeasuredBlock => ({
    load: loadBlock(recording, [span(block)]),
    cpuSeconds: block.cpuSeconds,
  });
  const profiled = measured(blocks.profiled);
  const controls = loadBlock(recording, [span(blocks.before), span(blocks.after)]);
  const steady = plan.load.stages.length === 0;
  return {
    profile: { ...blocks.window.profile, load: profileLoad(recording, profiled.load, controls) },
    threads: blocks.window.threads,
    cores: recording.host.cores,
    lock: blocks.lockHolders === undefined ? undefined : lockUse(blocks.lockHolders.profile),
    overhead: steady ? overheadOf(measured(blocks.before), profiled, measured(blocks.after)) : null,
    doubts: [
      ...doubts,
      ...blocks.window.doubts,
      // How many requests a p95 needs does not matter here: no latency is judged.
      ...recording.validity.reasons
        .filter(({ rule }) => rule !== "sample-size")
        .map((reason) => `${reason.finding}. ${reason.advice}`),
    ],
  };
}

const profileLoad = (recording: Recording, profiled: LoadBlock, controls: LoadBlock): ProfileLoad => ({
  scenario: recording.scenario,
  serviceProfile: recording.target.embedded ? recording.target.profile : null,
  users: recording.load.users,
  ratePerSec: recording.load.ratePerSec,
  requests: profiled.requests,
  texts: profiled.texts,
  batchTexts: profiled.batchTexts,
  repeatShare: recording.payload?.repeatShare ?? 0,
  endpoints: controls.endpoints,
});
