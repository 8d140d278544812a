// CPU time and memory of a process and all that belong to it: those below it, those of its session (a service that the
// suite starts leads one), and what ended children left behind. From /proc; where there is none, nothing is known.

import { readdirSync, readFileSync } from "node:fs";

/** What a process tree has used by some moment. */
export interface TreeUsage {
  /** User and system, since the tree began. */
  readonly cpuSeconds: number;
  /** Resident, summed: memory that processes share counts in each. */
  readonly rssBytes: number;
  readonly processes: number;
}

/** USER_HZ, fixed by the kernel's user-space ABI: `stat` counts CPU time in these. */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly parent: number;
  readonly session: number;
  /** Its own and that of children it has waited for. */
  readonly ticks: number;
}

const text = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
};

/** Fields of `/proc/<pid>/stat` by proc(5), counted behind the name, which may hold spaces and parentheses. */
function statOf(pid: number): Stat | undefined {
  const fields = text(`/proc/${pid}/stat`)
    ?.replace(/^.*\)\s/s, "")
    .split(" ")
    .map(Number);
  const [parent, session] = [fields?.[1], fields?.[3]];
  const ticks = fields?.slice(11, 15).reduce((sum, x) => sum + x, 0);
  return parent === undefined || session === undefined || ticks === undefined || !Number.isFinite(ticks)
    ? undefined
    : { parent, session, ticks };
}

const rssOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(text(`/proc/${pid}/status`) ?? "")?.[1] ?? 0) * 1024;

const allPids = (): readonly number[] => {
  try {
    return readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  } catch {
    return [];
  }
};

/** Reads one tree again and again. A process is looked at once to tell whether it belongs; only members cost anything. */
export class TreeReader {
  readonly #root: number;
  readonly #members = new Set<number>();
  readonly #others = new Set<number>();

  constructor(root: number) {
    this.#root = root;
  }

  /** Members that live now. */
  members(): readonly number[] {
    const fresh = new Map<number, Stat>();
    const pids = allPids();
    const alive = new Set(pids);
    // Its number may be given to another: what it was is no word on that one.
    for (const known of [this.#members, this.#others]) for (const pid of known) if (!alive.has(pid)) known.delete(pid);
    for (const pid of pids) {
      if (this.#members.has(pid) || this.#others.has(pid)) continue;
      const stat = statOf(pid);
      if (stat !== undefined) fresh.set(pid, stat);
    }
    const belongs = ({ parent, session }: Stat): boolean => session === this.#root || this.#members.has(parent);
    for (let before = -1; before !== this.#members.size; ) {
      before = this.#members.size;
      for (const [pid, stat] of fresh) if (pid === this.#root || belongs(stat)) this.#members.add(pid);
    }
    for (const pid of fresh.keys()) if (!this.#members.has(pid)) this.#others.add(pid);
    return pids.filter((pid) => this.#members.has(pid));
  }

  /** Undefined when the root is gone, or there is no /proc. */
  read(): TreeUsage | undefined {
    let [ticks, rssBytes, processes] = [0, 0, 0];
    let rootLives = false;
    for (const pid of this.members()) {
      const stat = statOf(pid);
      if (stat === undefined) continue;
      rootLives ||= pid === this.#root;
      ticks += stat.ticks;
      rssBytes += rssOf(pid);
      processes += 1;
    }
    return rootLives ? { cpuSeconds: ticks / TICKS_PER_SECOND, rssBytes, processes } : undefined;
  }
}
