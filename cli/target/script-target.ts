// The service of a script that knows nothing of Tailgate. Mostly the script names its hosts itself, and there is nothing
// to start; what is started or named is waited for until it answers anything at all.

import { CliError, exit } from "../../lib/core/exit.ts";
import { formatDuration } from "../../lib/core/format.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { type Address, exchange } from "../../lib/node/exchange.ts";
import type { ChildService } from "./child-service.ts";
import {
  headersFrom,
  isNamed,
  type RunningTarget,
  type Side,
  startedTarget,
  type TargetSpec,
  targetFromEnv,
} from "./target.ts";
import { readyTimeout } from "./wait-until-ready.ts";

const POLL_MS = 200;
const ANSWER_MS = 5000;

/** The service of a script's run: wherever it sends its requests to, unless a service is named. @throws CliError */
export const scriptTarget = (env: World["env"], side: Side): TargetSpec =>
  isNamed(env, side) ? targetFromEnv(env, side) : { kind: "elsewhere" };

/** A script's own hosts: no address that we know. */
const elsewhere: ChildService = { url: "", pid: undefined, ended: () => undefined, stop: async () => undefined };

const answers = (at: Address): Promise<boolean> =>
  exchange(at, "/", ANSWER_MS).then(
    () => true,
    () => false,
  );

/** @throws CliError when nothing answers in time, the command ends, or the user interrupts */
async function waitForAnswer(at: Address, { ended }: ChildService, world: World): Promise<void> {
  const waitMs = readyTimeout(world.env);
  const deadline = world.monotonic() + waitMs;
  while (!(await answers(at))) {
    const end = ended();
    if (end !== undefined) {
      throw new CliError(["the service ended before it answered", ...end.lastWords].join("\n  "), {
        hint: `It ended with ${end.how}: run its command alone, with PORT set, to see why.`,
      });
    }
    if (world.interrupted.aborted) {
      throw new CliError("interrupted while a service was starting", { code: exit.interrupted });
    }
    if (world.monotonic() >= deadline) {
      throw new CliError(`nothing answers at ${redactUrl(at.url)} after ${formatDuration(waitMs)}`, {
        hint: "Start the service, or correct BASE_URL or CMD. Unset, the script finds its hosts by itself.",
      });
    }
    await world.sleep(ms(POLL_MS), world.interrupted);
  }
}

/** The service a script is about, answering where it is known. @throws CliError */
export async function openScriptTarget(spec: TargetSpec, world: World): Promise<RunningTarget> {
  const headers = headersFrom(world.env);
  const child = spec.kind === "elsewhere" ? elsewhere : await startedTarget(spec, world);
  const { url, pid, ended, stop } = child;
  const at = { url, headers };
  try {
    if (url !== "") await waitForAnswer(at, child, world);
    return { ...at, pid, ended, stop, embedded: spec.kind === "reference", profile: null, version: null };
  } catch (error) {
    await stop();
    throw error;
  }
}
