// Where the inspector of a Node process is: from an address, a port, or a process id (which is asked to open it).

import { CliError } from "../../core/exit.ts";
import { isRecord } from "../../core/json.ts";
import { ms } from "../../core/units.ts";
import type { World } from "../../core/world.ts";
import { isLoopback } from "./inspector-session.ts";
import { portsOf, programOf } from "./listening-ports.ts";

const DEFAULT_PORT = 9229;
const ANSWER_TIMEOUT_MS = 2000;
const OPEN_WAIT_MS = 5000;
const POLL_MS = 50;

/** The WebSocket address of the inspector on a loopback port; undefined when none answers there. */
async function webSocketOn(port: number): Promise<string | undefined> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`, {
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    const list: unknown = await response.json();
    const first: unknown = Array.isArray(list) ? list[0] : undefined;
    const url = isRecord(first) ? first.webSocketDebuggerUrl : undefined;
    return typeof url === "string" && isLoopback(url) ? url : undefined;
  } catch {
    return undefined;
  }
}

async function inspectorOf(pid: number): Promise<string | undefined> {
  const ports = await portsOf(pid);
  for (const port of ports.length > 0 ? ports : [DEFAULT_PORT]) {
    const url = await webSocketOn(port);
    if (url !== undefined) return url;
  }
  return undefined;
}

/**
 * The inspector of a process, opened by SIGUSR1 when it is not open yet.
 *
 * Any other program would be killed by that signal, so it is sent to `node` only.
 *
 * @throws CliError when the process is no Node process, or does not open its inspector
 */
export async function inspectorOfProcess(pid: number, world: World): Promise<string> {
  const open = await inspectorOf(pid);
  if (open !== undefined) return open;
  const program = await programOf(pid);
  if (program === undefined || !/^node/.test(program)) {
    throw new CliError(
      `process ${pid} is ${program === undefined ? "not there, not yours or unknown" : program}, not node`,
      {
        hint: "Node: start it with --inspect=127.0.0.1:0 and give the address. Python: see docs/profiling.md (py-spy).",
      },
    );
  }
  process.kill(pid, "SIGUSR1");
  const deadline = world.monotonic() + OPEN_WAIT_MS;
  for (;;) {
    const url = await inspectorOf(pid);
    if (url !== undefined) return url;
    if (world.monotonic() >= deadline || world.interrupted.aborted) {
      throw new CliError(`process ${pid} did not open its inspector within ${OPEN_WAIT_MS / 1000} s`, {
        hint: `Port ${DEFAULT_PORT} may be taken: start the service with --inspect=127.0.0.1:0 and give the address.`,
      });
    }
    await world.sleep(ms(POLL_MS), world.interrupted);
  }
}

/** What a user may name: `ws://127.0.0.1:…`, a port, or `pid:1234`. @throws CliError when nothing is there */
export async function findInspector(named: string, world: World): Promise<string> {
  if (/^wss?:\/\//.test(named)) return named;
  const pid = /^pid:(\d+)$/.exec(named)?.[1];
  if (pid !== undefined) return inspectorOfProcess(Number(pid), world);
  const port = /^(?:(?:http:\/\/)?(?:127\.0\.0\.1|localhost):)?(\d{1,5})\/?$/.exec(named)?.[1];
  if (port === undefined) {
    throw new CliError(`cannot attach to ${named}`, { hint: "Give ws://127.0.0.1:PORT/ID, PORT, or pid:PID." });
  }
  const url = await webSocketOn(Number(port));
  if (url !== undefined) return url;
  throw new CliError(`no inspector answers on 127.0.0.1:${port}`, {
    hint: "Start the service with node --inspect=127.0.0.1:PORT, or give pid:PID.",
  });
}
