// The global `console` of a script: five levels, values written as k6 writes them. Where the lines go is the caller's
// business; they are log lines, never results.

import type { Log, LogLevel } from "../vu/log-entry.ts";
import { logText } from "./log-text.ts";

/** `console.debug` comes through here too: whether it is shown depends on `--verbose`. */
export function consoleGlobal(log: Log): Readonly<Record<string, (...values: unknown[]) => void>> {
  const at =
    (level: LogLevel) =>
    (...values: unknown[]): void =>
      log(level, values.map(logText).join(" "));
  return { debug: at("debug"), info: at("info"), log: at("info"), warn: at("warning"), error: at("error") };
}
