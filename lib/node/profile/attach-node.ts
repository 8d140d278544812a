// A Node process under V8's own profiler, reached through its inspector.

import { formatPercent } from "../../core/format.ts";
import { hasStacks, type ProfileFacts, type TreeProfile, UNKNOWN_LOAD } from "../../core/profile/profile.ts";
import { joinThreads } from "../../core/profile/rebuild.ts";
import type { Attachment } from "./attachment.ts";
import { openInspector } from "./inspector-session.ts";
import { describeProcess, type ProcessFacts, startProfiler, type ThreadProfile } from "./node-profiler.ts";
import { readCpuprofile } from "./read-cpuprofile.ts";
import { throughSourceMaps } from "./source-maps.ts";

const DEFAULT_INTERVAL_US = 1000;

/** Attaches to the inspector at a WebSocket address. @throws CliError when it cannot */
export async function attach(url: string): Promise<Attachment> {
  const session = await openInspector(url);
  try {
    const process = await describeProcess(session);
    return {
      process: { pid: process.pid, runtime: `node ${process.nodeVersion}` },
      pids: () => [process.pid],
      close: () => session.close(),
      async start({ intervalUs = DEFAULT_INTERVAL_US }) {
        const running = await startProfiler(session, intervalUs);
        return {
          async stop() {
            const threads = await running.stop();
            const profile = await joinProfiles(threads, process, intervalUs, running.threads.length);
            return { threads, profile, doubts: missedSamples(profile, threads.length) };
          },
        };
      },
    };
  } catch (error) {
    session.close();
    throw error;
  }
}

const ENOUGH_SAMPLES = 0.8;

/** V8 takes fewer samples than asked when its threads do not get to run. */
function missedSamples({ sampleCount, durationUs, intervalUs }: TreeProfile, threads: number): readonly string[] {
  if (sampleCount === null || durationUs === null || intervalUs === null) return [];
  const taken = sampleCount / ((durationUs / intervalUs) * threads);
  if (taken >= ENOUGH_SAMPLES) return [];
  return [
    `only ${formatPercent(taken)} of the samples were taken that were asked for: the machine was too busy. Shares hold, single figures are coarser.`,
  ];
}

async function joinProfiles(
  threads: readonly ThreadProfile[],
  process: ProcessFacts,
  intervalUs: number,
  started: number,
): Promise<TreeProfile> {
  const read = threads.flatMap(({ title, cpuprofile }) => {
    const profile = readCpuprofile(cpuprofile);
    return hasStacks(profile) ? [{ title, profile }] : [];
  });
  const main = read[0]?.profile;
  const facts: ProfileFacts = {
    kind: "wall-sampling",
    source: `V8 (node ${process.nodeVersion})`,
    durationUs: main?.durationUs ?? null,
    sampleCount: 0,
    intervalUs,
    load: UNKNOWN_LOAD,
    notes: [
      ...(main?.notes ?? []),
      ...(threads.length < started
        ? [`${started - threads.length} worker threads ended while they were profiled.`]
        : []),
    ],
  };
  return throughSourceMaps(joinThreads(facts, read));
}
