// Services the suite starts itself: its reference service, or a command that is given a port. Each is a process group
// of its own, so that Ctrl-C does not stop it before its last answers are in, and all of it ends.

import { type ChildProcess, spawn } from "node:child_process";
import { CliError, exit } from "../../lib/core/exit.ts";
import { isRecord } from "../../lib/core/json.ts";
import { outsideLine } from "../../lib/core/outside-text.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { boundedLines } from "../../lib/node/bounded-lines.ts";
import { killAtExit, signalGroup } from "../../lib/node/process-group.ts";
import { builtFile } from "../../lib/node/suite-root.ts";
import { findWeights } from "../../service/model/find-weights.ts";
import { freePort } from "./free-port.ts";

const STOP_GRACE_MS = 10_000;

/** How a service that was not stopped came to its end. */
export interface ServiceEnd {
  /** Its exit code or the signal that ended it. */
  readonly how: string;
  /** The last lines it wrote to standard error. */
  readonly lastWords: readonly string[];
}

export interface ChildService {
  readonly url: string;
  readonly pid: number | undefined;
  /** Undefined while it runs. */
  ended(): ServiceEnd | undefined;
  stop(): Promise<void>;
}

/** Not "close": a process that the child left behind may hold its standard error for as long as it likes. */
const exited = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined
    ? Promise.resolve()
    : new Promise((resolve) => child.once("exit", () => resolve()));

async function stop(child: ChildProcess, world: World): Promise<void> {
  signalGroup(child, "SIGTERM");
  const grace = new AbortController();
  await Promise.race([exited(child), world.sleep(ms(STOP_GRACE_MS), grace.signal)]);
  grace.abort();
  signalGroup(child, "SIGKILL");
  await exited(child);
  // What is still open of it would keep this process alive.
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** Keeps the last lines a child wrote to standard error, to be shown when it dies. */
const lastWords = (child: ChildProcess): (() => readonly string[]) => {
  const lines: string[] = [];
  if (child.stderr !== null) {
    boundedLines(child.stderr, (line) => {
      lines.push(outsideLine(line));
      if (lines.length > 5) lines.shift();
    });
  }
  return () => lines;
};

const died = (what: string, words: readonly string[]): CliError =>
  new CliError(`${what} ended before it was ready${words.length === 0 ? "" : `:\n  ${words.join("\n  ")}`}`, {
    hint: "Run it alone to see why.",
  });

const endOf = (child: ChildProcess, words: readonly string[]): ServiceEnd | undefined => {
  const { exitCode, signalCode } = child;
  if (exitCode === null && signalCode === null) return undefined;
  return { how: signalCode ?? `exit code ${exitCode}`, lastWords: words };
};

/** The first line on standard output that is JSON with `listening`. */
const listeningUrl = (child: ChildProcess, giveUp: AbortSignal): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    child.once("error", reject);
    giveUp.addEventListener("abort", () => resolve(undefined), { once: true });
    child.once("close", () => resolve(undefined));
    if (child.stdout === null) return;
    boundedLines(child.stdout, (line) => {
      try {
        const json: unknown = JSON.parse(line);
        if (isRecord(json) && typeof json.listening === "string") resolve(json.listening);
      } catch {
        // some other line
      }
    });
  });

const asService = (child: ChildProcess, url: string, words: () => readonly string[], world: World): ChildService => ({
  url,
  pid: child.pid,
  ended: () => endOf(child, words()),
  stop: () => stop(child, world),
});

export interface ReferenceSpec {
  readonly profile: string;
  readonly slowdown: string | undefined;
  /** Further arguments to Node, e.g. --inspect=127.0.0.1:0. */
  readonly nodeArguments?: readonly string[];
}

/**
 * Starts the suite's reference service on a free loopback port.
 *
 * @throws CliError when its weights are not installed, or it does not come up in time
 */
export async function startReferenceService(
  spec: ReferenceSpec,
  timeoutMs: number,
  world: World,
): Promise<ChildService> {
  findWeights();
  const cli = builtFile("cli.js");
  const child = spawn(
    process.execPath,
    [...(spec.nodeArguments ?? []), cli, "serve", "--profile", spec.profile, "--port", "0"],
    {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, SERVICE_PROFILE: spec.profile, SERVICE_SLOWDOWN: spec.slowdown ?? "" },
    },
  );
  killAtExit(child);
  const words = lastWords(child);
  // Not the world's clock: the child's time is real.
  const url = await listeningUrl(child, AbortSignal.any([AbortSignal.timeout(timeoutMs), world.interrupted]));
  if (url === undefined) {
    await stop(child, world);
    if (world.interrupted.aborted) {
      throw new CliError("interrupted while a service was starting", { code: exit.interrupted });
    }
    throw died("the reference service", words());
  }
  return asService(child, url, words, world);
}

/** Starts a shell command with PORT set to a free port. Whether it answers is for the caller to find out. */
export async function startCommand(command: string, world: World): Promise<ChildService> {
  const port = await freePort();
  const child = spawn("/bin/sh", ["-c", command], {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, PORT: String(port) },
  });
  killAtExit(child);
  return asService(child, `http://127.0.0.1:${port}`, lastWords(child), world);
}
