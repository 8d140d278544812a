// V8's .cpuprofile (Node's --cpu-prof, Chrome DevTools, the inspector): a call tree, samples and the time between
// them. A sample's time is what passed until the next one, as DevTools counts it.

import { isRecord } from "../../core/json.ts";
import { CallTreeBuilder, treeProfile } from "../../core/profile/call-tree.ts";
import {
  ANONYMOUS,
  type Profile,
  type ProfileFacts,
  type ProfileFunction,
  UNKNOWN_LOAD,
} from "../../core/profile/profile.ts";
import { FACTS_KEY, readFacts } from "../../core/profile/profile-facts.ts";
import { ProfileFormatError } from "./profile-reader.ts";

interface RawNode {
  readonly id: number;
  readonly fn: ProfileFunction;
  readonly children: readonly number[];
}

export const isCpuprofile = (json: unknown): boolean =>
  isRecord(json) && Array.isArray(json.nodes) && "startTime" in json && "endTime" in json;

/** Reads parsed .cpuprofile JSON. @throws ProfileFormatError when nodes, samples and times do not fit together */
export function readCpuprofile(json: unknown): Profile {
  if (!isRecord(json) || !Array.isArray(json.nodes)) throw new ProfileFormatError("it has no list of nodes");
  const facts = readFacts(json[FACTS_KEY]);
  const samples = numbers(json.samples, "samples");
  const stamps = timestamps(json.startTime, numbers(json.timeDeltas, "timeDeltas"), samples.length);
  const startUs = typeof json.startTime === "number" ? json.startTime : 0;
  const endUs = typeof json.endTime === "number" ? json.endTime : (stamps.at(-1) ?? 0);
  const tree = new CallTreeBuilder();
  const nodeOf = placeNodes(json.nodes.map(rawNode), tree);
  const order = inTime(stamps);
  order.forEach((index, rank) => {
    const node = nodeOf.get(samples[index] ?? -1);
    if (node === undefined) throw new ProfileFormatError(`sample ${index} names a node that is not there`);
    if (node < 0) return;
    const next = order[rank + 1];
    const untilUs = next === undefined ? Math.max(endUs, stamps[index] ?? 0) : (stamps[next] ?? 0);
    tree.add(node, untilUs - (stamps[index] ?? 0), facts !== undefined && facts.sampleCount === null ? 0 : 1);
  });
  const durationUs = Math.max(0, endUs - startUs);
  return treeProfile(facts ?? { ...V8_FACTS, durationUs }, tree);
}

const V8_FACTS: ProfileFacts = {
  kind: "wall-sampling",
  source: "V8",
  durationUs: null,
  sampleCount: 0,
  intervalUs: null,
  load: UNKNOWN_LOAD,
  notes: [
    "V8 samples a thread by the wall clock and books idle time apart: waiting for a core, or in a blocking call, counts as busy.",
  ],
};

function numbers(x: unknown, what: string): readonly number[] {
  if (!Array.isArray(x) || !x.every((n) => typeof n === "number" && Number.isFinite(n))) {
    throw new ProfileFormatError(`its ${what} are no list of numbers`);
  }
  return x;
}

function timestamps(startTime: unknown, deltas: readonly number[], count: number): readonly number[] {
  if (deltas.length !== count) throw new ProfileFormatError(`${count} samples but ${deltas.length} timeDeltas`);
  let at = typeof startTime === "number" ? startTime : 0;
  return deltas.map((delta) => {
    at += delta;
    return at;
  });
}

/** V8 may deliver samples out of order; a negative difference is no time spent. */
const inTime = (stamps: readonly number[]): readonly number[] =>
  stamps.map((_, index) => index).sort((a, b) => (stamps[a] ?? 0) - (stamps[b] ?? 0) || a - b);

function rawNode(x: unknown): RawNode {
  const frame = isRecord(x) ? x.callFrame : undefined;
  if (!isRecord(x) || typeof x.id !== "number" || !isRecord(frame) || typeof frame.functionName !== "string") {
    throw new ProfileFormatError("a node has no id or no call frame");
  }
  const { url, lineNumber, columnNumber } = frame;
  const line = typeof lineNumber === "number" && lineNumber >= 0 ? lineNumber + 1 : null;
  const column = line !== null && typeof columnNumber === "number" && columnNumber >= 0 ? columnNumber + 1 : null;
  return {
    id: x.id,
    fn: {
      name: frame.functionName === "" ? ANONYMOUS : frame.functionName,
      file: typeof url === "string" ? url : "",
      line,
      column,
    },
    children: x.children === undefined ? [] : numbers(x.children, "children"),
  };
}

/** Puts the nodes into the tree from the root down, -1 standing for the root itself. A cycle cannot be reached twice. */
function placeNodes(nodes: readonly RawNode[], tree: CallTreeBuilder): Map<number, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const isChild = new Set(nodes.flatMap((node) => node.children));
  const placed = new Map<number, number>();
  const open = nodes.filter((node) => !isChild.has(node.id)).map((node) => ({ node, parent: -1, top: true }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (placed.has(next.node.id)) throw new ProfileFormatError(`node ${next.node.id} has two parents`);
    const isRoot = next.top && next.node.fn.name === "(root)";
    const node = isRoot ? -1 : tree.node(next.parent, tree.fn(next.node.fn));
    placed.set(next.node.id, node);
    for (const id of next.node.children) {
      const child = byId.get(id);
      if (child === undefined) throw new ProfileFormatError(`node ${next.node.id} has a child ${id} that is not there`);
      open.push({ node: child, parent: node, top: false });
    }
  }
  if (placed.size < nodes.length) throw new ProfileFormatError("its nodes form a circle");
  return placed;
}
