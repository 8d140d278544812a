// The built command line as a process of its own, for end-to-end tests: what a shell would see.

import { type ChildProcess, spawn } from "node:child_process";
import { builtCli } from "./built.ts";

export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves once standard error holds `text`; rejects when the process ends without it. */
  saw(text: string): Promise<void>;
  /** Resolves once `text` comes on standard error after this call; rejects when the process ends without it. */
  sawAgain(text: string): Promise<void>;
}

/** Of this process's variables only these: the test runner sets a BASE_URL of its own. */
const inherited = (): Record<string, string | undefined> => {
  const { PATH, HOME, TMPDIR } = process.env;
  return { PATH, HOME, TMPDIR };
};

/** Whether a process with this id exists. */
export const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Starts `tailgate` with these arguments and variables. @param cwd the user's directory; this process's by default */
export function startTailgate(args: readonly string[], env: Readonly<Record<string, string>>, cwd?: string): Started {
  const child = spawn(process.execPath, [builtCli(), ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...inherited(), ...env },
  });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const ended = new Promise<Ended>((resolve) =>
    child.once("close", (code, signal) => resolve({ code, signal, out, err })),
  );
  const sawFrom = (text: string, from: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (err.includes(text, from)) resolve();
      };
      child.stderr.on("data", look);
      child.once("close", () => reject(new Error(`ended without "${text}":\n${err}`)));
      look();
    });
  return { child, ended, saw: (text) => sawFrom(text, 0), sawAgain: (text) => sawFrom(text, err.length) };
}
