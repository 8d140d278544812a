// Notices when this process, and so the machine or the load generator in it, does not get to run for a while.

import type { Stall } from "../../lib/core/capacity/stalled-blocks.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";

const EVERY_MS = 50;
/** Timers are this late on any busy machine. */
const LATE_MS = 150;

/** Watches until `signal` aborts; the stalls seen so far are in the array that is returned at once. */
export function watchStalls(world: World, signal: AbortSignal): readonly Stall[] {
  const stalls: Stall[] = [];
  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      const from = world.monotonic();
      await world.sleep(ms(EVERY_MS), signal);
      const late = world.monotonic() - from - EVERY_MS;
      if (late >= LATE_MS && !signal.aborted) stalls.push({ fromMs: world.now() - late, toMs: world.now() });
    }
  };
  void watch();
  return stalls;
}
