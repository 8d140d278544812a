// Child processes that lead a group of their own: signalled as a whole, and gone when this process ends.

import type { ChildProcess } from "node:child_process";

/** Sends `signal` to a child started with `detached` and to all it started. */
export const signalGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // already gone
  }
};

/** Children still running; an end of the suite, however sudden, must not leave them behind. */
const running = new Set<ChildProcess>();
let watching = false;

/** Kills the child's group when this process exits before it. */
export const killAtExit = (child: ChildProcess): void => {
  running.add(child);
  child.once("close", () => running.delete(child));
  if (watching) return;
  watching = true;
  process.once("exit", () => {
    for (const c of running) signalGroup(c, "SIGKILL");
  });
};
