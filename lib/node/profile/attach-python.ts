// A Python process and its workers under py-spy, which reads their stacks from outside: nothing runs in the service,
// and it needs no change. py-spy is another program (https://github.com/benfred/py-spy); here it is found, run and read.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CliError } from "../../core/exit.ts";
import { hasStacks, type ProfileFunction, type TreeProfile } from "../../core/profile/profile.ts";
import { renameFunctions } from "../../core/profile/rebuild.ts";
import { outputOf, programPath } from "../outside-program.ts";
import { isRunning, parentOf, processTree } from "../process-tree.ts";
import type { Attachment, ProfiledWindow, WindowRequest } from "./attachment.ts";
import { portsOf, programOf } from "./listening-ports.ts";
import { readProfile } from "./read-profile.ts";

/** py-spy halts the process for each sample: its own rate of 100 a second is what it is meant for. */
const DEFAULT_INTERVAL_US = 10_000;
const BEGINS = /Sampling process/;
const SAMPLES = /Samples: (\d+) Errors: (\d+)/;
/** Errors above this share of the samples are worth a doubt. */
const FEW_ERRORS = 0.05;

/** Whether a program, by the name of its executable, is a Python interpreter. */
export const isPython = (program: string | undefined): boolean =>
  program !== undefined && /^(python|pypy)/i.test(program);

/**
 * Finds py-spy for a Python process and for all below it.
 *
 * @param pid any process of the service; a worker stands for its parent
 * @throws CliError when there is no py-spy, with the way to get it, or no such process
 */
export async function attachPython(
  pid: number,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Attachment> {
  if (!isRunning(pid)) throw new CliError(`there is no process ${pid}`);
  const root = await firstOfFamily(pid);
  const program = (await programOf(root)) ?? "python";
  const pySpy = await findPySpy(env, program);
  const version = (await outputOf(pySpy, ["--version"])).trim().replace(/^py-spy /, "");
  const source = `py-spy ${version}`;
  const record = (lockHolders: boolean) => (request: WindowRequest) =>
    startRecording({ pySpy, root, source, lockHolders }, request);
  return {
    process: { pid: root, runtime: `${program}, ${source}` },
    pids: () => processTree(root),
    start: record(false),
    startLockHolders: record(true),
    close: () => undefined,
  };
}

/** A worker's parent that listens where the worker does: all workers are below it, and nobody else's processes. */
async function firstOfFamily(pid: number): Promise<number> {
  const ports = await portsOf(pid);
  let first = pid;
  for (;;) {
    const parent = parentOf(first);
    if (parent === undefined || !isPython(await programOf(parent))) return first;
    if (!(await portsOf(parent)).some((port) => ports.includes(port))) return first;
    first = parent;
  }
}

async function findPySpy(env: Readonly<Record<string, string | undefined>>, program: string): Promise<string> {
  const path = await programPath(env.PY_SPY || "py-spy", env.PATH);
  if (path !== undefined) return path;
  throw new CliError(
    env.PY_SPY
      ? `PY_SPY=${env.PY_SPY} is no program`
      : `the service is ${program}, and py-spy, which profiles it, is not on PATH`,
    {
      hint: "pip install py-spy (or pipx, uv tool); or say where it is: PY_SPY=/path/to/py-spy. The service needs no change.",
    },
  );
}

interface Recorder {
  readonly pySpy: string;
  readonly root: number;
  readonly source: string;
  /** Only threads that hold the GIL. */
  readonly lockHolders: boolean;
}

async function startRecording(recorder: Recorder, request: WindowRequest): Promise<ProfiledWindow> {
  const intervalUs = request.intervalUs ?? DEFAULT_INTERVAL_US;
  const rate = Math.max(1, Math.round(1_000_000 / intervalUs));
  const dir = await mkdtemp(join(tmpdir(), "tailgate-py-spy-"));
  const file = join(dir, "profile.speedscope.json");
  const child = spawn(
    recorder.pySpy,
    ["record", "--pid", String(recorder.root), "--subprocesses", "--full-filenames"]
      .concat(["--format", "speedscope", "--rate", String(rate), "--output", file])
      .concat(recorder.lockHolders ? ["--gil"] : []),
    // A group of its own: Ctrl-C is for the suite, which then stops it.
    { stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  const said = gather(child);
  try {
    await begun(child, said, recorder.root);
  } catch (error) {
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
  const startedAt = performance.now();
  return {
    async stop() {
      const durationUs = Math.round((performance.now() - startedAt) * 1000);
      child.kill("SIGINT");
      await ended(child);
      try {
        const profile = await readProfile(file, { sampleUs: undefined });
        if (!hasStacks(profile)) throw new CliError("py-spy gave no stacks");
        return { profile: withFacts(profile, recorder, durationUs, rate), threads: [], doubts: errorsIn(said()) };
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        throw new CliError(
          `py-spy recorded nothing of process ${recorder.root}: ${lastLine(said()) || error.message}`,
          {
            hint: "Did the service end, or was it idle? Look at the run's own messages.",
            cause: error,
          },
        );
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
  };
}

const gather = (child: ChildProcess): (() => string) => {
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      text = (text + chunk.toString()).slice(-10_000);
    });
  }
  return () => text;
};

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

const ended = (child: ChildProcess): Promise<void> =>
  hasEnded(child) ? Promise.resolve() : new Promise((resolve) => child.once("close", () => resolve()));

/** Resolves when py-spy says that it samples. @throws CliError when it ends instead */
function begun(child: ChildProcess, said: () => string, pid: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (BEGINS.test(said())) resolve();
    };
    child.stdout?.on("data", look);
    child.stderr?.on("data", look);
    child.once("error", reject);
    child.once("close", () => reject(refused(said(), pid)));
  });
}

function refused(said: string, pid: number): CliError {
  const denied = /permission|operation not permitted|ptrace/i.test(said);
  return new CliError(`py-spy cannot look at process ${pid}: ${lastLine(said)}`, {
    hint: denied
      ? "Reading another process needs ptrace: run as root (sudo), or in a container with --cap-add SYS_PTRACE."
      : "Start the service yourself and try py-spy alone to see why: py-spy dump --pid PID",
  });
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1)?.trim() ?? "";

function errorsIn(said: string): readonly string[] {
  const [, samples, errors] = SAMPLES.exec(said)?.map(Number) ?? [];
  if (samples === undefined || errors === undefined || errors <= samples * FEW_ERRORS) return [];
  return [`py-spy could not read ${errors} stacks beside ${samples} that it read: shares may be biased.`];
}

/** py-spy's own words for a thread: `Process 12 Thread 34 "MainThread"`; which system thread it is says nothing. */
const threadTitle = (fn: ProfileFunction): ProfileFunction => ({
  ...fn,
  name: fn.name.replace(/^thread Process (\d+) Thread \S+ "(.*)"$/, "thread $2 of process $1"),
});

function withFacts(profile: TreeProfile, recorder: Recorder, durationUs: number, rate: number): TreeProfile {
  return {
    ...renameFunctions(profile, threadTitle),
    source: recorder.source,
    durationUs,
    intervalUs: Math.round(1_000_000 / rate),
    notes: [
      recorder.lockHolders
        ? "Only threads that held the GIL: what stands here runs one at a time in each process."
        : "py-spy samples by the wall clock and leaves idle threads out: time is of threads that ran, waited for the GIL or for a core.",
    ],
  };
}
