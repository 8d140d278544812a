// Where a script's console goes: log lines in k6's format, debug only when asked for.

import type { LogSink } from "../api/console.ts";
import { logLine } from "../api/log-line.ts";

/** @param wall ms since 1970 */
export const consoleSink =
  (notice: (line: string) => void, wall: () => number, verbose: boolean): LogSink =>
  (level, text) => {
    if (level === "debug" && !verbose) return;
    notice(logLine(level, text, wall(), "console").trimEnd());
  };
