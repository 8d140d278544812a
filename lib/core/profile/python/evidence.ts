// What the rules about Python look at: a profile of a Python service, who held its GIL, and how many cores there were.

import type { Diagnosis } from "../../diagnosis/diagnosis.ts";
import { type Slice, slicesOf } from "../categorise.ts";
import type { LockUse } from "../lock-use.ts";
import { isThread, type ProfileFunction, type TreeProfile } from "../profile.ts";

export interface PythonEvidence {
  readonly profile: TreeProfile;
  /** One slice a node of the tree, in its order. */
  readonly slices: readonly Slice[];
  readonly busyUs: number;
  /** Processes with a stack in the profile. */
  readonly processes: number;
  readonly lock: LockUse | undefined;
  readonly cores: number | undefined;
}

/** A cause that a profile shows; undefined when it does not. */
export type PythonRule = (evidence: PythonEvidence) => Diagnosis | undefined;

/** The evidence in a profile of stacks. */
export function pythonEvidence(
  profile: TreeProfile,
  lock: LockUse | undefined,
  cores: number | undefined,
): PythonEvidence {
  const slices = slicesOf(profile);
  const pids = profile.functions.filter(isThread).map((fn) => / of process (\d+)$/.exec(fn.name)?.[1]);
  return { profile, slices, busyUs: timeOf(busy(slices)), processes: Math.max(1, new Set(pids).size), lock, cores };
}

/** Whether most functions with a file are in Python files. */
export const isPythonProfile = ({ functions }: TreeProfile): boolean => {
  const files = functions.filter((fn) => fn.file !== "" && !isThread(fn));
  return files.filter((fn) => /\.pyx?$|^<frozen /.test(fn.file)).length > files.length / 2;
};

const busy = (slices: readonly Slice[]): readonly Slice[] => slices.filter((slice) => slice.category !== "idle");

export const timeOf = (slices: readonly Slice[]): number => slices.reduce((sum, slice) => sum + slice.selfUs, 0);

/** Share of busy time; 0 when there is none. */
export const shareOf = (evidence: PythonEvidence, slices: readonly Slice[]): number =>
  evidence.busyUs === 0 ? 0 : timeOf(slices) / evidence.busyUs;

/** The functions of a node's stack, from the root down. */
export function stackOf({ profile }: PythonEvidence, node: number): readonly number[] {
  const stack: number[] = [];
  const { nodes } = profile.calls;
  for (let at = nodes[node]; at !== undefined; at = nodes[at.parent]) stack.push(at.fn);
  return stack.reverse();
}

/** Slices whose stack has a function that `wanted` knows. */
export function slicesBelow(evidence: PythonEvidence, wanted: (fn: ProfileFunction) => boolean): readonly Slice[] {
  const known = evidence.profile.functions.map(wanted);
  return evidence.slices.filter(
    (slice, node) => slice.category !== "idle" && stackOf(evidence, node).some((fn) => known[fn]),
  );
}
