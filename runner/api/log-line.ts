// Log lines in k6's default format (logfmt): time="…" level=info msg="…" source=console.

import type { LogLevel } from "./console.ts";

const quoted = (text: string): string => (/^[\w\-./@^+]+$/.test(text) ? text : JSON.stringify(text));

/** @param at when, ms since 1970; source: "console" for what scripts write */
export function logLine(level: LogLevel, text: string, at: number, source = ""): string {
  const time = `time="${new Date(at).toISOString().replace(/\.\d+Z$/, "Z")}"`;
  const message = text === "" ? "" : ` msg=${quoted(text)}`;
  return `${time} level=${level}${message}${source === "" ? "" : ` source=${source}`}\n`;
}
