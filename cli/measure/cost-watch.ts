// What the service under test uses while a run lasts: CPU time and memory of the processes that the suite started, read
// five times a second, else what the service says of itself. Nobody's processes are read who does not serve.

import { type Cost, type CostReading, costBetween } from "../../lib/core/cost/cost-between.ts";
import type { CostRecord } from "../../lib/core/recording.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { portsOf } from "../../lib/node/profile/listening-ports.ts";
import { TreeReader } from "../../lib/node/tree-usage.ts";
import type { RunningTarget } from "../target/target.ts";
import type { ServiceWatch } from "./service-watch.ts";

const EVERY_MS = 200;
/** A tick of 10 ms for user and for system time of each process. */
const STEP_SECONDS = 0.02;

export interface CostWatch {
  /** @param fromMs wall clock of the measured phase's start @returns null when it cannot be told */
  between(fromMs: number, durationMs: number): Promise<CostRecord | null>;
  stop(): Promise<void>;
}

/** Whether one of the processes listens where the service is: a client of some daemon (docker run) does not. */
async function serves(reader: TreeReader, url: string): Promise<boolean> {
  const port = Number(new URL(url).port);
  for (const pid of reader.members()) if ((await portsOf(pid)).includes(port)) return true;
  return false;
}

const rounded = (x: number): number => Math.round(x * 1000) / 1000;

const record = (source: CostRecord["source"], cost: Cost | undefined): CostRecord | null =>
  cost === undefined
    ? null
    : {
        source,
        cpuSeconds: rounded(cost.cpuSeconds),
        uncertaintySeconds: rounded(cost.uncertaintySeconds),
        rssBytes: cost.rssBytes,
      };

/** Begins to read. Never fails: what cannot be read is not known. */
export async function watchCost(
  { pid, url }: Pick<RunningTarget, "pid" | "url">,
  service: Pick<ServiceWatch, "costReadings">,
  world: World,
): Promise<CostWatch> {
  const reader = pid === undefined ? undefined : new TreeReader(pid);
  const tree = reader !== undefined && (await serves(reader, url)) ? reader : undefined;
  const readings: CostReading[] = [];
  const stopped = new AbortController();
  const read = (from: TreeReader): void => {
    const used = from.read();
    if (used === undefined) return;
    const { cpuSeconds, rssBytes, processes } = used;
    readings.push({ atMs: world.now(), cpuSeconds, rssBytes, stepSeconds: STEP_SECONDS * Math.sqrt(processes) });
  };
  const loop = async (from: TreeReader): Promise<void> => {
    while (!stopped.signal.aborted) {
      read(from);
      await world.sleep(ms(EVERY_MS), stopped.signal);
    }
    // Behind the end of the phase, so that it lies between two readings.
    read(from);
  };
  const done = tree === undefined ? Promise.resolve() : loop(tree);
  return {
    async between(fromMs, durationMs) {
      stopped.abort();
      await done;
      const toMs = fromMs + durationMs;
      return tree === undefined
        ? record("metrics", costBetween(service.costReadings(), fromMs, toMs))
        : record("processes", costBetween(readings, fromMs, toMs));
    },
    async stop() {
      stopped.abort();
      await done;
    },
  };
}
