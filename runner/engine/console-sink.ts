// Where a script's console goes: into the run's log, debug only when asked for.

import type { Log } from "../vu/log-entry.ts";

export const consoleSink =
  (log: Log, verbose: boolean): Log =>
  (level, text) => {
    if (level === "debug" && !verbose) return;
    log(level, text, { source: "console" });
  };
