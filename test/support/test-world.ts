// A World for tests: output is kept, time passes only when something sleeps.

import { setTimeout as delay } from "node:timers/promises";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";

interface Seen {
  out: string;
  err: string;
}

interface TestWorld {
  readonly world: World;
  readonly seen: Seen;
  readonly interrupt: () => void;
}

const stream = (write: (text: string) => void): World["stdout"] => ({ write, columns: undefined, colour: false });

/**
 * A world with these variables; `seen` collects what is written.
 *
 * @param realTime for a test that waits for another process: a clock that runs ahead of it would prove nothing
 */
export function testWorld(env: Record<string, string> = {}, realTime = false): TestWorld {
  const seen: Seen = { out: "", err: "" };
  const interrupt = new AbortController();
  let clock = 0;
  const world: World = {
    env: { PATH: process.env.PATH, ...env },
    cwd: process.cwd(),
    stdout: stream((text) => {
      seen.out += text;
    }),
    stderr: stream((text) => {
      seen.err += text;
    }),
    now: () => ms(1_800_000_000_000 + clock),
    monotonic: () => ms(clock),
    sleep: async (duration) => {
      clock += duration;
      if (realTime) await delay(duration);
    },
    interrupted: interrupt.signal,
  };
  return { world, seen, interrupt: () => interrupt.abort() };
}
