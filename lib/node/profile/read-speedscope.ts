// The speedscope file format (py-spy --format speedscope, and many others), sampled and evented. Several profiles in
// one file are its threads.

import { isRecord } from "../../core/json.ts";
import { CallTreeBuilder, treeProfile } from "../../core/profile/call-tree.ts";
import {
  ANONYMOUS,
  type Profile,
  type ProfileFunction,
  threadFunction,
  UNKNOWN_LOAD,
} from "../../core/profile/profile.ts";
import { FACTS_KEY, readFacts } from "../../core/profile/profile-facts.ts";
import { ProfileFormatError } from "./profile-reader.ts";
import { withoutPythonLine } from "./python-frame.ts";

const MICROSECONDS: Readonly<Record<string, number>> = {
  nanoseconds: 1e-3,
  microseconds: 1,
  milliseconds: 1e3,
  seconds: 1e6,
};

export const isSpeedscope = (json: unknown): boolean =>
  isRecord(json) && Array.isArray(json.profiles) && isRecord(json.shared) && Array.isArray(json.shared.frames);

/** One thread being read: where its stacks go and what a unit of its weights is. */
interface Thread {
  readonly record: Record<string, unknown>;
  readonly usPerUnit: number;
  readonly root: readonly number[];
  readonly frames: readonly number[];
  readonly tree: CallTreeBuilder;
}

/** Reads parsed speedscope JSON. @throws ProfileFormatError on a unit that is no time and on indexes out of range */
export function readSpeedscope(json: unknown): Profile {
  if (
    !isRecord(json) ||
    !isRecord(json.shared) ||
    !Array.isArray(json.shared.frames) ||
    !Array.isArray(json.profiles)
  ) {
    throw new ProfileFormatError("it has no shared frames or no profiles");
  }
  const block = isRecord(json[FACTS_KEY]) ? json[FACTS_KEY] : undefined;
  const facts = readFacts(block);
  const exporter = typeof json.exporter === "string" ? json.exporter : "";
  const tree = new CallTreeBuilder();
  const frames = json.shared.frames.map((frame) => tree.fn(readFrame(frame, facts === undefined)));
  const several = json.profiles.length > 1;
  let durationUs = 0;
  for (const record of json.profiles) {
    const usPerUnit = isRecord(record) ? MICROSECONDS[String(record.unit)] : undefined;
    if (!isRecord(record) || usPerUnit === undefined) {
      throw new ProfileFormatError(`the unit ${isRecord(record) ? String(record.unit) : "of a profile"} is no time`);
    }
    const root = several ? [tree.fn(threadFunction(typeof record.name === "string" ? record.name : "?"))] : [];
    durationUs = Math.max(durationUs, (number(record.endValue) - number(record.startValue)) * usPerUnit);
    const thread: Thread = { record, usPerUnit, root, frames, tree };
    if (record.type === "evented") readEvents(thread);
    else readSamples(thread, facts === undefined ? undefined : block?.sampleCounts);
  }
  return treeProfile(facts ?? foreignFacts(exporter, durationUs, json.profiles), tree);
}

const number = (x: unknown): number => (typeof x === "number" && Number.isFinite(x) ? x : 0);

const foreignFacts = (exporter: string, durationUs: number, profiles: readonly unknown[]) => {
  const sampled = profiles.every((record) => isRecord(record) && record.type === "sampled");
  const weighed = "The file has weights but does not say how many samples they stand for.";
  return {
    kind: "wall-sampling" as const,
    source: exporter === "" ? "speedscope" : exporter.replace(/^(py-spy)@/, "$1 "),
    durationUs: Math.round(durationUs),
    sampleCount: sampled ? 0 : null,
    intervalUs: null,
    load: UNKNOWN_LOAD,
    notes: [
      exporter.startsWith("py-spy")
        ? "py-spy samples by the wall clock and leaves idle threads out unless --idle was given."
        : "The file does not name its clock: taken for a wall-clock sampler.",
      ...(sampled ? [] : [weighed]),
    ],
  };
};

function readFrame(x: unknown, foreign: boolean): ProfileFunction {
  if (!isRecord(x) || typeof x.name !== "string") throw new ProfileFormatError("a frame has no name");
  const line = typeof x.line === "number" && x.line > 0 ? x.line : null;
  const fn: ProfileFunction = {
    name: x.name === "" ? ANONYMOUS : x.name,
    file: typeof x.file === "string" ? x.file : "",
    line,
    column: line !== null && typeof x.col === "number" && x.col > 0 ? x.col : null,
  };
  return foreign ? withoutPythonLine(fn) : fn;
}

function frameAt(thread: Thread, x: unknown): number {
  const fn = typeof x === "number" ? thread.frames[x] : undefined;
  if (fn === undefined) throw new ProfileFormatError(`frame ${String(x)} is not in the list of frames`);
  return fn;
}

/** `counts`: how many samples each entry stands for, in files of ours; null where that is not known. */
function readSamples(thread: Thread, counts: unknown): void {
  const { samples, weights } = thread.record;
  if (!Array.isArray(samples) || !Array.isArray(weights) || samples.length !== weights.length) {
    throw new ProfileFormatError("samples and weights are no lists of the same length");
  }
  samples.forEach((sample: unknown, index) => {
    const weight: unknown = weights[index];
    if (!Array.isArray(sample) || typeof weight !== "number" || !(weight >= 0)) {
      throw new ProfileFormatError(`sample ${index} is no stack with a weight of 0 or more`);
    }
    const count = counts === undefined ? 1 : Array.isArray(counts) ? number(counts[index]) : 0;
    const stack = sample.map((x) => frameAt(thread, x));
    thread.tree.addStack([...thread.root, ...stack], weight * thread.usPerUnit, count);
  });
}

/** Time between two events belongs to the stack that is open then. */
function readEvents(thread: Thread): void {
  if (!Array.isArray(thread.record.events)) throw new ProfileFormatError("an evented profile has no events");
  const stack: number[] = [];
  let at = number(thread.record.startValue);
  thread.record.events.forEach((event: unknown, index) => {
    if (!isRecord(event) || typeof event.at !== "number") throw new ProfileFormatError(`event ${index} has no time`);
    if (event.at < at) throw new ProfileFormatError(`event ${index} goes back in time`);
    if (stack.length > 0) thread.tree.addStack([...thread.root, ...stack], (event.at - at) * thread.usPerUnit, 0);
    at = event.at;
    const fn = frameAt(thread, event.frame);
    if (event.type === "O") stack.push(fn);
    else if (stack.pop() !== fn) throw new ProfileFormatError(`event ${index} closes a frame that is not open`);
  });
  if (stack.length > 0) throw new ProfileFormatError(`${stack.length} frames are never closed`);
}
