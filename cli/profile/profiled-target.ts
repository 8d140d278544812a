// The service under test together with its inspector. The reference service and commands are started so that it can
// be found; a service that runs already must be named by its user, since attaching opens its debugger.

import { CliError } from "../../lib/core/exit.ts";
import type { World } from "../../lib/core/world.ts";
import { type Attachment, attach } from "../../lib/node/profile/attachment.ts";
import { isLoopback } from "../../lib/node/profile/inspector-session.ts";
import { findInspector, inspectorOfProcess } from "../../lib/node/profile/inspector-target.ts";
import { processListeningOn, programOf } from "../../lib/node/profile/listening-ports.ts";
import { freePort } from "../target/free-port.ts";
import { openTarget, type RunningTarget, type TargetSpec } from "../target/target.ts";

export interface ProfiledTarget {
  readonly target: RunningTarget;
  readonly attachment: Attachment;
  /** Why the process attached to may not be the one that answers. */
  readonly doubts: readonly string[];
}

/** Opens the service and attaches to it. @param named what --attach says @throws CliError when either fails */
export async function openProfiledTarget(
  spec: TargetSpec,
  named: string | undefined,
  world: World,
): Promise<ProfiledTarget> {
  if (spec.kind === "reference" && named !== undefined) {
    throw new CliError("--attach names a service of yours, but BASE_URL does not say where it answers", {
      hint: "Set BASE_URL (or CMD) too. The reference service is attached to by itself.",
    });
  }
  const port = await freePort();
  const started: TargetSpec =
    spec.kind === "reference" ? { ...spec, nodeArguments: [`--inspect=127.0.0.1:${port}`] } : spec;
  const target = await openTarget(started, world);
  try {
    const inspector =
      named !== undefined
        ? await findInspector(named, world)
        : spec.kind === "reference"
          ? await findInspector(String(port), world)
          : await inspectorBehind(target.url, spec.kind === "command", world);
    const attachment = await attach(inspector);
    return { target, attachment, doubts: await otherProcess(target.url, attachment.process.pid) };
  } catch (error) {
    await target.stop();
    throw error;
  }
}

const portOf = (url: string): number => Number(new URL(url).port || (url.startsWith("https:") ? 443 : 80));

async function otherProcess(url: string, attachedPid: number): Promise<readonly string[]> {
  if (!isLoopback(url)) return [];
  const pid = await processListeningOn(portOf(url));
  return pid === undefined || pid === attachedPid
    ? []
    : [
        `process ${attachedPid} was profiled, but process ${pid} listens at ${url}. Attach to the one that does the work.`,
      ];
}

/** The inspector of whichever process serves a URL. */
async function inspectorBehind(url: string, ours: boolean, world: World): Promise<string> {
  const pid = isLoopback(url) ? await processListeningOn(portOf(url)) : undefined;
  if (pid === undefined) {
    throw new CliError(`cannot tell which process serves ${url}`, {
      hint: "Name its inspector: --attach ws://127.0.0.1:PORT/ID, --attach PORT, or --attach pid:PID.",
    });
  }
  const program = await programOf(pid);
  if (program?.startsWith("python") === true) {
    throw new CliError(`${url} is served by ${program} (process ${pid}): its profile is for py-spy to take`, {
      hint: `While the load runs: py-spy record --pid ${pid} --duration 30 --format speedscope --output service.json; then tailgate profile service.json`,
    });
  }
  if (ours) return inspectorOfProcess(pid, world);
  throw new CliError(`${url} is served by process ${pid}, which the suite did not start`, {
    hint: `Attaching opens its debugger on loopback. If you want that: --attach pid:${pid}`,
  });
}
