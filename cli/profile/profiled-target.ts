// The service under test together with its profiler: V8's own for Node, py-spy for Python. The reference service and commands are started so that it can
// be found; a service that runs already must be named by its user, since attaching to Node opens its debugger.

import { CliError } from "../../lib/core/exit.ts";
import type { World } from "../../lib/core/world.ts";
import { attach } from "../../lib/node/profile/attach-node.ts";
import { attachPython, isPython } from "../../lib/node/profile/attach-python.ts";
import type { Attachment } from "../../lib/node/profile/attachment.ts";
import { isLoopback } from "../../lib/node/profile/inspector-session.ts";
import { findInspector, inspectorOfProcess } from "../../lib/node/profile/inspector-target.ts";
import { processListeningOn, programOf } from "../../lib/node/profile/listening-ports.ts";
import { freePort } from "../target/free-port.ts";
import { type DescribedTarget, openTarget, type RunningTarget, type TargetSpec } from "../target/target.ts";

/** A script's service is not described. */
type OpenedTarget = RunningTarget & Partial<Pick<DescribedTarget, "service">>;

export interface ProfiledTarget {
  readonly target: OpenedTarget;
  readonly attachment: Attachment;
  /** Why the process attached to may not be the one that answers. */
  readonly doubts: readonly string[];
}

/**
 * Opens the service and attaches to it. @param named what --attach says @throws CliError when either fails
 *
 * @param open opens it: a script's service need not speak the contract
 */
export async function openProfiledTarget(
  spec: TargetSpec,
  named: string | undefined,
  world: World,
  open: (spec: TargetSpec, world: World) => Promise<OpenedTarget> = openTarget,
): Promise<ProfiledTarget> {
  if (spec.kind === "reference" && named !== undefined) {
    throw new CliError("--attach names a service of yours, but BASE_URL does not say where it answers", {
      hint: "Set BASE_URL (or CMD) too. The reference service is attached to by itself.",
    });
  }
  const port = await freePort();
  const started: TargetSpec =
    spec.kind === "reference" ? { ...spec, nodeArguments: [`--inspect=127.0.0.1:${port}`] } : spec;
  const target = await open(started, world);
  try {
    const attachment =
      named !== undefined
        ? await attachNamed(named, world)
        : spec.kind === "reference"
          ? await attach(await findInspector(String(port), world))
          : await attachBehind(target.url, spec.kind === "command", world);
    return { target, attachment, doubts: await otherProcess(target.url, attachment) };
  } catch (error) {
    await target.stop();
    throw error;
  }
}

const portOf = (url: string): number => Number(new URL(url).port || (url.startsWith("https:") ? 443 : 80));

async function otherProcess(url: string, attachment: Attachment): Promise<readonly string[]> {
  if (!isLoopback(url)) return [];
  const pid = await processListeningOn(portOf(url));
  return pid === undefined || attachment.pids().includes(pid)
    ? []
    : [
        `process ${attachment.process.pid} was profiled, but process ${pid} listens at ${url}. Attach to the one that does the work.`,
      ];
}

/** What --attach names. */
async function attachNamed(named: string, world: World): Promise<Attachment> {
  const pid = Number(/^pid:(\d+)$/.exec(named)?.[1]);
  if (Number.isInteger(pid) && isPython(await programOf(pid))) return attachPython(pid, world.env);
  return attach(await findInspector(named, world));
}

/** Whichever process serves a URL. @param ours whether the suite started it */
async function attachBehind(url: string, ours: boolean, world: World): Promise<Attachment> {
  const pid = isLoopback(url) ? await processListeningOn(portOf(url)) : undefined;
  if (pid === undefined) {
    throw new CliError(`cannot tell which process serves ${url}`, {
      hint: "Name it: --attach pid:PID (Node, Python), or a Node inspector: ws://127.0.0.1:PORT/ID or PORT.",
    });
  }
  const python = isPython(await programOf(pid));
  if (ours) return python ? attachPython(pid, world.env) : attach(await inspectorOfProcess(pid, world));
  throw new CliError(`${url} is served by process ${pid}, which the suite did not start`, {
    hint: python
      ? `py-spy reads its stacks from outside and halts it for each sample. If you want that: --attach pid:${pid}`
      : `Attaching opens its debugger on loopback. If you want that: --attach pid:${pid}`,
  });
}
