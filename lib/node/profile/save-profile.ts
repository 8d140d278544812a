// Saves one profile in every format that something opens, side by side under one name.

import { join } from "node:path";
import { CliError } from "../../core/exit.ts";
import type { TreeProfile } from "../../core/profile/profile.ts";
import { writeWholeFile } from "../whole-file.ts";
import type { ThreadProfile } from "./node-profiler.ts";
import { writeCollapsed } from "./write-collapsed.ts";
import { writeCpuprofile } from "./write-cpuprofile.ts";
import { writePprof } from "./write-pprof.ts";
import { writeSpeedscope } from "./write-speedscope.ts";

/** Every stack is written in full: this many frames are some hundred megabytes. */
const MAX_WRITTEN_FRAMES = 20_000_000;

export interface SavedProfile {
  readonly cpuprofile: string;
  readonly speedscope: string;
  readonly pprof: string;
  readonly collapsed: string;
  readonly flameGraph: string;
  /** What V8 delivered, thread by thread, with its order in time. */
  readonly threads: readonly string[];
}

const writtenFrames = (profile: TreeProfile): number => {
  const depths: number[] = [];
  let frames = 0;
  for (const { parent } of profile.calls.nodes) {
    const depth = (depths[parent] ?? 0) + 1;
    depths.push(depth);
    frames += depth;
  }
  return frames;
};

/** Writes `profile` into `dir` as `name`.*; @param flameGraph the SVG @throws CliError when it cannot */
export async function saveProfile(
  dir: string,
  name: string,
  profile: TreeProfile,
  flameGraph: string,
  threads: readonly ThreadProfile[],
): Promise<SavedProfile> {
  if (writtenFrames(profile) > MAX_WRITTEN_FRAMES) {
    throw new CliError("the profile has too many deep stacks to be written out", { hint: "Profile a shorter window." });
  }
  const path = (ending: string): string => join(dir, `${name}.${ending}`);
  const saved: SavedProfile = {
    cpuprofile: path("cpuprofile"),
    speedscope: path("speedscope.json"),
    pprof: path("pb.gz"),
    collapsed: path("collapsed.txt"),
    flameGraph: path("svg"),
    threads: threads.map((thread) => path(`${thread.title.replaceAll(/\W+/g, "-")}.cpuprofile`)),
  };
  await writeWholeFile(saved.cpuprofile, writeCpuprofile(profile));
  await writeWholeFile(saved.speedscope, writeSpeedscope(profile, name));
  await writeWholeFile(saved.pprof, writePprof(profile));
  await writeWholeFile(saved.collapsed, writeCollapsed(profile));
  await writeWholeFile(saved.flameGraph, flameGraph);
  for (const [index, thread] of threads.entries()) {
    const file = saved.threads[index];
    if (file !== undefined) await writeWholeFile(file, JSON.stringify(thread.cpuprofile));
  }
  return saved;
}
