// The real world: this process's streams, clock, environment and interrupt.

import { setTimeout as delay } from "node:timers/promises";
import { ms } from "../core/units.ts";
import type { Stream, World } from "../core/world.ts";

const stream = (target: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Stream => ({
  write: (text) => void target.write(text),
  columns: target.isTTY ? target.columns : undefined,
  colour: target.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb",
});

/** The process as a World. The first SIGINT or SIGTERM aborts `interrupted`; a second one ends the process. */
export function processWorld(): World {
  const interrupt = new AbortController();
  const onSignal = (): void => {
    if (interrupt.signal.aborted) process.exit(105);
    interrupt.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return {
    env: process.env,
    cwd: process.cwd(),
    stdout: stream(process.stdout, process.env),
    stderr: stream(process.stderr, process.env),
    now: () => ms(Date.now()),
    monotonic: () => ms(performance.now()),
    sleep: async (duration, signal) => {
      try {
        await delay(duration, undefined, signal ? { signal } : {});
      } catch {
        // aborted: the caller looks at its signal
      }
    },
    interrupted: interrupt.signal,
  };
}
