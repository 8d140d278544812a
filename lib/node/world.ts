// The real world: this process's streams, clock, environment and interrupt.

import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { terminalText } from "../core/outside-text.ts";
import { ms } from "../core/units.ts";
import type { Stream, World } from "../core/world.ts";

const stream = (target: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Stream => ({
  // A pipe gets what is written as it is: it may be JSON.
  write: (text) => void target.write(target.isTTY ? terminalText(text) : text),
  columns: target.isTTY ? target.columns : undefined,
  colour: target.isTTY === true && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb",
});

/** A reader that left (`| head`) is told no more; the work itself goes on, so that nothing is lost. */
const outliveReader = (target: NodeJS.WriteStream): void => {
  target.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
};

/** Whether this process was told to outlive its terminal (nohup): a handler of ours would undo that. */
const ignoresHangup = (): boolean => {
  try {
    const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
    return (Number.parseInt(ignored.slice(-1), 16) & 1) === 1;
  } catch {
    return false;
  }
};

/** Time as it passes. */
export const realTime: Pick<World, "now" | "monotonic" | "sleep"> = {
  now: () => ms(Date.now()),
  monotonic: () => ms(performance.now()),
  sleep: async (duration, signal) => {
    try {
      await delay(duration, undefined, signal ? { signal } : {});
    } catch {
      // aborted: the caller looks at its signal
    }
  },
};

/** The process as a World. The first SIGINT, SIGTERM or SIGHUP aborts `interrupted`; a second one ends the process. */
export function processWorld(): World {
  const interrupt = new AbortController();
  const onSignal = (): void => {
    if (interrupt.signal.aborted) process.exit(105);
    interrupt.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  if (!ignoresHangup()) process.on("SIGHUP", onSignal);
  outliveReader(process.stdout);
  outliveReader(process.stderr);
  return {
    env: process.env,
    cwd: process.cwd(),
    stdout: stream(process.stdout, process.env),
    stderr: stream(process.stderr, process.env),
    ...realTime,
    interrupted: interrupt.signal,
  };
}
