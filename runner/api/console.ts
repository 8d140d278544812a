// The global `console` of a script: five levels, values written as k6 writes them. Where the lines go is the caller's
// business; they are log lines, never results.

import { logText } from "./log-text.ts";

export type LogLevel = "debug" | "info" | "warning" | "error";

/** Receives one message without a line end. */
export type LogSink = (level: LogLevel, text: string) => void;

/** `console.debug` comes through here too: whether it is shown depends on `--verbose`. */
export function consoleGlobal(log: LogSink): Readonly<Record<string, (...values: unknown[]) => void>> {
  const at =
    (level: LogLevel) =>
    (...values: unknown[]): void =>
      log(level, values.map(logText).join(" "));
  return { debug: at("debug"), info: at("info"), log: at("info"), warn: at("warning"), error: at("error") };
}
