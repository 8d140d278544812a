// The faults of the chaos test: what may befall a run from outside, and to which process or file. Each strikes at a
// time of its own; those that only stop something for a while are kept for the load, since nobody is owed anything before.

import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { processesOf } from "../support/left-behind.ts";
import type { Started } from "../support/tailgate-process.ts";

/** The run a fault befalls. */
export interface Victim {
  readonly run: Started;
  readonly engine: "k6" | "runner";
  /** Its TMPDIR; its results are in `results` below it. */
  readonly folder: string;
}

export interface Fault {
  readonly name: string;
  /** Whether it may strike before the load as well: a pause there harms nobody. */
  readonly alsoEarly: boolean;
  /** @returns what was struck, or undefined when it was not there yet and the command itself was killed instead */
  strike(victim: Victim): Promise<string>;
}

const pidOf = ({ run }: Victim): number => run.child.pid ?? 0;

const childrenOf = (victim: Victim): readonly number[] => {
  const pid = pidOf(victim);
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
};

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
};

const k6Of = (victim: Victim): number | undefined =>
  childrenOf(victim).find((pid) => /^\S*k6 run /.test(commandOf(pid)));
const serviceOf = (victim: Victim): number | undefined =>
  childrenOf(victim).find((pid) => / serve |mortal/.test(commandOf(pid)));
const generatorOf = (victim: Victim): number | undefined => (victim.engine === "k6" ? k6Of(victim) : pidOf(victim));

const send = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended: whether it may have is judged by how the run ends.
  }
};

/** Signals what `find` finds, or kills the command where that is not there yet. */
const signal = (name: string, signal: NodeJS.Signals, find: (victim: Victim) => number | undefined): Fault => ({
  name: `${signal} to ${name}`,
  alsoEarly: true,
  strike: async (victim) => {
    const pid = find(victim);
    send(pid ?? pidOf(victim), pid === undefined ? "SIGKILL" : signal);
    return pid === undefined ? "the command, SIGKILL: there was none yet" : `${name}, ${signal}`;
  },
});

const pause = (name: string, find: (victim: Victim) => number | undefined): Fault => ({
  name: `${name} stands still`,
  alsoEarly: false,
  strike: async (victim) => {
    const pid = find(victim);
    if (pid === undefined) {
      send(pidOf(victim), "SIGKILL");
      return "the command, SIGKILL: there was none";
    }
    send(pid, "SIGSTOP");
    await delay(6000);
    send(pid, "SIGCONT");
    return `${name}, stopped for 6 s`;
  },
});

/** A file in the place of the folder: nothing can be written any more, as on a disk that is full or gone. */
const disk: Fault = {
  name: "the results cannot be written",
  alsoEarly: true,
  strike: async ({ folder }) => {
    await rename(`${folder}/results`, `${folder}/results-before`).catch(() => undefined);
    await writeFile(`${folder}/results`, "");
    return "the results folder";
  },
};

/** Everything the command started, at once: what an out-of-memory killer in a container does. */
const everything: Fault = {
  name: "SIGKILL to everything but the guard",
  alsoEarly: true,
  strike: async (victim) => {
    const all = processesOf(victim.folder).filter((line) => !line.includes("while read"));
    for (const line of all) send(Number(line.split(" ")[0]), "SIGKILL");
    return `${all.length} processes`;
  },
};

export const faults: readonly Fault[] = [
  signal("the generator", "SIGKILL", generatorOf),
  signal("the generator", "SIGINT", generatorOf),
  signal("the generator", "SIGSEGV", generatorOf),
  signal("the command", "SIGKILL", pidOf),
  signal("the command", "SIGTERM", pidOf),
  signal("the command", "SIGHUP", pidOf),
  signal("the service", "SIGKILL", serviceOf),
  signal("the service", "SIGTERM", serviceOf),
  pause("the generator", generatorOf),
  pause("the service", serviceOf),
  disk,
  everything,
];
