// A Node process under the profiler: attached to once, profiled for a window, left as it was found.

import { hasStacks, type ProfileFacts, type TreeProfile, UNKNOWN_LOAD } from "../../core/profile/profile.ts";
import { joinThreads } from "../../core/profile/rebuild.ts";
import { openInspector } from "./inspector-session.ts";
import { describeProcess, type ProcessFacts, startProfiler, type ThreadProfile } from "./node-profiler.ts";
import { readCpuprofile } from "./read-cpuprofile.ts";
import { throughSourceMaps } from "./source-maps.ts";

export interface WindowProfile {
  /** All threads together, named by their sources; its load is not known yet. */
  readonly profile: TreeProfile;
  /** What V8 delivered, thread by thread. */
  readonly threads: readonly ThreadProfile[];
}

interface ProfiledWindow {
  stop(): Promise<WindowProfile>;
}

export interface Attachment {
  readonly process: ProcessFacts;
  /** Starts sampling every `intervalUs` in all threads that run now. */
  start(intervalUs: number): Promise<ProfiledWindow>;
  close(): void;
}

/** Attaches to the inspector at a WebSocket address. @throws CliError when it cannot */
export async function attach(url: string): Promise<Attachment> {
  const session = await openInspector(url);
  try {
    const process = await describeProcess(session);
    return {
      process,
      close: () => session.close(),
      async start(intervalUs) {
        const running = await startProfiler(session, intervalUs);
        return {
          async stop() {
            const threads = await running.stop();
            return { threads, profile: await joinProfiles(threads, process, intervalUs, running.threads.length) };
          },
        };
      },
    };
  } catch (error) {
    session.close();
    throw error;
  }
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
