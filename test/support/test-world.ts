// A World for tests: output is kept, time passes only when something sleeps.

import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";

export interface Seen {
  out: string;
  err: string;
}

const stream = (write: (text: string) => void): World["stdout"] => ({ write, columns: undefined, colour: false });

/** A world with these variables; `seen` collects what is written. */
export function testWorld(env: Record<string, string> = {}): { world: World; seen: Seen; interrupt: () => void } {
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
    },
    interrupted: interrupt.signal,
  };
  return { world, seen, interrupt: () => interrupt.abort() };
}
