// The schedule of a profiled run: a control block, the profiled block (and where there is an interpreter lock a block
// of who holds it), a control block, all within the measured phase. It needs to know when that phase begins, and
// nothing else of the load.

import { CliError, exit } from "../../lib/core/exit.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import type { Attachment, WindowProfile } from "../../lib/node/profile/attachment.ts";

/** Shares of the measured phase; the profiler takes the middle half. */
const CONTROL_SHARE = 0.25;
/** Of the middle half, what the second pass takes where there is one. */
const LOCK_SHARE = 0.15;

/** A stretch of wall-clock time (ms since 1970) and the CPU the service used in it. */
export interface TimedBlock {
  readonly fromMs: number;
  readonly toMs: number;
  readonly cpuSeconds: number | null;
}

export interface ProfiledBlocks {
  readonly before: TimedBlock;
  readonly profiled: TimedBlock;
  readonly after: TimedBlock;
  readonly window: WindowProfile;
  /** Only who held the interpreter's lock; undefined where there is none. */
  readonly lockHolders: WindowProfile | undefined;
}

export interface BlockSchedule {
  /** Length of the measured phase. */
  readonly durationMs: number;
  /** Undefined: what suits the profiler. */
  readonly intervalUs: number | undefined;
  /** Resolves when the measured phase has begun. */
  readonly begun: Promise<void>;
  /** Aborts when the load has ended, too early or not. */
  readonly ended: AbortSignal;
  /** CPU seconds the service has used so far. */
  readonly cpuSeconds: () => number | undefined;
}

interface Pass {
  readonly from: Edge;
  readonly to: Edge;
  readonly window: WindowProfile;
}

interface Edge {
  readonly atMs: number;
  readonly cpu: number | undefined;
}

const block = (from: Edge, to: Edge): TimedBlock => ({
  fromMs: from.atMs,
  toMs: to.atMs,
  cpuSeconds: from.cpu === undefined || to.cpu === undefined ? null : to.cpu - from.cpu,
});

/** Runs the profiler for its block. @throws CliError when the load ends before the profiled block does */
export async function profileBlocks(
  schedule: BlockSchedule,
  attachment: Attachment,
  world: World,
): Promise<ProfiledBlocks> {
  const { ended, durationMs } = schedule;
  const edge = (): Edge => ({ atMs: world.now(), cpu: schedule.cpuSeconds() });
  const pause = async (shareOfPhase: number): Promise<void> => {
    await world.sleep(ms(durationMs * shareOfPhase), ended);
    if (ended.aborted) throw tooEarly();
  };
  await Promise.race([schedule.begun, aborted(ended)]);
  const start = edge();
  await pause(CONTROL_SHARE);
  const beforeEnd = edge();
  const lockShare = attachment.startLockHolders === undefined ? 0 : LOCK_SHARE;
  const pass = async (start: Attachment["start"], shareOfPhase: number): Promise<Pass> => {
    const running = await start({ intervalUs: schedule.intervalUs, windowMs: durationMs * shareOfPhase });
    const from = edge();
    let to: Edge;
    let window: WindowProfile;
    try {
      await pause(shareOfPhase);
    } finally {
      // Whatever happened, the service must not stay under the profiler.
      to = edge();
      window = await running.stop();
    }
    return { from, to, window };
  };
  const profiled = await pass(attachment.start, 1 - 2 * CONTROL_SHARE - lockShare);
  const holders =
    attachment.startLockHolders === undefined ? undefined : await pass(attachment.startLockHolders, lockShare);
  const afterStart = edge();
  // The last control block may be cut short by the end of the run: its requests end with it.
  const lastPassEnd = (holders ?? profiled).to;
  await world.sleep(ms(durationMs * CONTROL_SHARE - (afterStart.atMs - lastPassEnd.atMs)), ended);
  const end = edge();
  return {
    before: block(start, beforeEnd),
    profiled: block(profiled.from, profiled.to),
    after: block(afterStart, end),
    window: profiled.window,
    lockHolders: holders?.window,
  };
}

const tooEarly = (): CliError =>
  new CliError("the load ended before the profiled window did", {
    code: exit.invalid,
    hint: "The run was stopped, or its service or engine failed: see above.",
  });

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const fail = (): void => reject(tooEarly());
    if (signal.aborted) fail();
    else signal.addEventListener("abort", fail, { once: true });
  });
