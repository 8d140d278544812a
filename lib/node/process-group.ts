// Child processes that lead a group of their own: signalled as a whole, and gone when this process ends, however it
// ends.

import type { ChildProcess } from "node:child_process";
import { groupEnded, guardGroup } from "./guardian.ts";

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

/** Kills the child's group when this process is gone before it. */
export const killAtExit = (child: ChildProcess): void => {
  const { pid } = child;
  // It was never started.
  if (pid === undefined) return;
  running.add(child);
  guardGroup(pid);
  child.once("close", () => {
    running.delete(child);
    groupEnded(pid);
  });
  if (watching) return;
  watching = true;
  process.once("exit", () => {
    for (const c of running) signalGroup(c, "SIGKILL");
  });
};
