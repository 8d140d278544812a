// A run's log as its caller wants it: whole entries, or lines for people. No secret of the run gets into it.

import type { RunRequest } from "../run-contract.ts";
import { formatEntry, type Log } from "../vu/log-entry.ts";
import { secretHider } from "../vu/secret-source.ts";

/** @param wall ms since 1970 */
export function runLog(request: RunRequest, wall: () => number): Log {
  const { secrets = [] } = request;
  const log = openLog(request, wall);
  if (secrets.length === 0) return log;
  const hide = secretHider(secrets);
  return (level, text, fields) => {
    const shown = fields && Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, hide(value)]));
    log(level, hide(text), shown);
  };
}

function openLog({ onLog, onNotice, world }: RunRequest, wall: () => number): Log {
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
