// A run's log as its caller wants it: whole entries, or lines for people.

import type { RunRequest } from "../run-contract.ts";
import { formatEntry, type Log } from "../vu/log-entry.ts";

/** @param wall ms since 1970 */
export function runLog({ onLog, onNotice, world }: RunRequest, wall: () => number): Log {
  if (onLog !== undefined)
    return (level, text, fields) => onLog({ level, text, at: wall(), ...(fields && { fields }) });
  const notice = onNotice ?? ((line: string) => world.stderr.write(`${line}\n`));
  return (level, text, fields) => {
    // Failed requests are in the metrics: who asks for lines is told of them there.
    if (fields?.error !== undefined) return;
    const fromScript = fields?.source === "console";
    notice(fromScript ? formatEntry({ level, text, at: wall(), fields }, "text") : text);
  };
}
