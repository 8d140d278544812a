// Profiles a Node process through its inspector: the main thread and every worker thread, from start to stop. Nothing
// but the profiler runs in the process, and it runs only in between.

import { CliError } from "../../core/exit.ts";
import { isRecord } from "../../core/json.ts";
import type { InspectorSession, Send } from "./inspector-session.ts";

export interface ThreadProfile {
  readonly title: string;
  /** A .cpuprofile as V8 made it. */
  readonly cpuprofile: Record<string, unknown>;
}

export interface ProcessFacts {
  readonly pid: number;
  readonly nodeVersion: string;
}

/** What the process behind a session is. @throws CliError when it is no Node process */
export async function describeProcess(session: InspectorSession): Promise<ProcessFacts> {
  const { result } = await session.send("Runtime.evaluate", {
    expression: "JSON.stringify({ pid: process.pid, nodeVersion: process.version })",
    returnByValue: true,
  });
  const text = isRecord(result) ? result.value : undefined;
  const facts: unknown = typeof text === "string" ? JSON.parse(text) : undefined;
  if (!isRecord(facts) || typeof facts.pid !== "number" || typeof facts.nodeVersion !== "string") {
    throw new CliError("the inspector is not that of a Node process");
  }
  return { pid: facts.pid, nodeVersion: facts.nodeVersion };
}

interface Thread {
  readonly title: string;
  readonly send: Send;
}

export interface RunningProfiler {
  /** Threads under the profiler. */
  readonly threads: readonly string[];
  /** Stops it everywhere and resolves to one profile a thread; threads that ended meanwhile are missing. */
  stop(): Promise<readonly ThreadProfile[]>;
}

/** Starts the profiler in all threads at once, sampling every `intervalUs`. */
export async function startProfiler(session: InspectorSession, intervalUs: number): Promise<RunningProfiler> {
  const threads: readonly Thread[] = [{ title: "main", send: session.send }, ...session.workers()];
  await Promise.all(
    threads.map(async ({ send }) => {
      await send("Profiler.enable");
      await send("Profiler.setSamplingInterval", { interval: intervalUs });
    }),
  );
  await Promise.all(threads.map(({ send }) => send("Profiler.start")));
  return {
    threads: threads.map((thread) => thread.title),
    async stop() {
      const profiles = await Promise.all(threads.map((thread) => stopThread(thread)));
      return profiles.flat();
    },
  };
}

async function stopThread({ title, send }: Thread): Promise<readonly ThreadProfile[]> {
  try {
    const { profile } = await send("Profiler.stop");
    await send("Profiler.disable");
    return isRecord(profile) ? [{ title, cpuprofile: profile }] : [];
  } catch (error) {
    // A worker may end in the middle; the main thread must not.
    if (title === "main" || !(error instanceof CliError)) throw error;
    return [];
  }
}
