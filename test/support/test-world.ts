// A World for tests: output is kept, time passes only when something sleeps, and this process's signals, which test files
// share, are not listened to.

import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { realTime } from "../../lib/node/world.ts";

interface Seen {
  out: string;
  err: string;
}

interface TestWorld {
  readonly world: World;
  readonly seen: Seen;
  readonly interrupt: () => void;
}

const timeOfSleeps = (): typeof realTime => {
  let clock = 0;
  return {
    now: () => ms(1_800_000_000_000 + clock),
    monotonic: () => ms(clock),
    sleep: async (duration) => {
      clock += duration;
    },
  };
};

const stream = (write: (text: string) => void): World["stdout"] => ({ write, columns: undefined, colour: false });

/**
 * A world with these variables; `seen` collects what is written.
 *
 * @param realClock for a test that waits for another process: a clock that runs ahead of it would prove nothing
 */
export function testWorld(env: Record<string, string> = {}, realClock = false): TestWorld {
  const seen: Seen = { out: "", err: "" };
  const interrupt = new AbortController();
  const world: World = {
    env: { PATH: process.env.PATH, ...env },
    cwd: process.cwd(),
    stdout: stream((text) => {
      seen.out += text;
    }),
    stderr: stream((text) => {
      seen.err += text;
    }),
    ...(realClock ? realTime : timeOfSleeps()),
    interrupted: interrupt.signal,
  };
  return { world, seen, interrupt: () => interrupt.abort() };
}
