// Collapsed stacks: `root;caller;leaf 42` a line, as flamegraph.pl, py-spy's raw output and perf's scripts write
// them. The format has no unit: without a header of ours the weights are taken for samples.

import { CallTreeBuilder, treeProfile } from "../../core/profile/call-tree.ts";
import { type Profile, type ProfileFacts, UNKNOWN_LOAD } from "../../core/profile/profile.ts";
import { readFacts } from "../../core/profile/profile-facts.ts";
import { parseForeignFrame, parseOwnFrame } from "./collapsed-frame.ts";
import { ProfileFormatError, type ReadOptions } from "./profile-reader.ts";

/** py-spy samples 100 times a second unless told otherwise. */
const DEFAULT_SAMPLE_US = 10_000;
const SHOWN_CHARACTERS = 60;

/** Reads collapsed stacks. @throws ProfileFormatError when a line does not end in a count */
export function readCollapsed(content: Uint8Array, options: ReadOptions): Profile {
  const text = new TextDecoder().decode(content);
  const header = readHeader(text.slice(0, Math.max(0, text.indexOf("\n"))));
  const sampleUs = header === undefined ? (options.sampleUs ?? DEFAULT_SAMPLE_US) : 1;
  const parseFrame = header === undefined ? parseForeignFrame : parseOwnFrame;
  const tree = new CallTreeBuilder();
  for (const [line, number] of linesOf(text)) {
    const stack = parseLine(header === undefined ? line.trimEnd() : line);
    if (stack !== undefined) {
      const frames = stack.frames.split(";").map((frame) => tree.fn(parseFrame(frame)));
      tree.addStack(frames, stack.weight * sampleUs, header === undefined ? stack.weight : 0);
    } else if (line.trim() !== "" && !line.startsWith("#")) {
      throw new ProfileFormatError(`line ${number} does not end in a count: ${line.slice(0, SHOWN_CHARACTERS)}`);
    }
  }
  return treeProfile(header ?? foreignFacts(sampleUs, options), tree);
}

/** Line by line without holding them all: a file of nothing but line ends must not become a list. */
function* linesOf(text: string): Generator<readonly [line: string, number: number]> {
  let number = 0;
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf("\n", from);
    const to = end < 0 ? text.length : end;
    yield [text.slice(from, text[to - 1] === "\r" ? to - 1 : to), ++number];
    from = to + 1;
  }
}

/** py-spy writes threads without a Python frame as an empty stack: a space and the count. */
function parseLine(line: string): { frames: string; weight: number } | undefined {
  const cut = line.lastIndexOf(" ");
  const weight = line.slice(cut + 1);
  return cut >= 0 && /^\d{1,15}$/.test(weight) ? { frames: line.slice(0, cut), weight: Number(weight) } : undefined;
}

const foreignFacts = (sampleUs: number, options: ReadOptions): ProfileFacts => ({
  kind: "wall-sampling",
  source: "collapsed stacks",
  durationUs: null,
  sampleCount: 0,
  intervalUs: sampleUs,
  load: UNKNOWN_LOAD,
  notes: [
    options.sampleUs === undefined
      ? "The file has no unit: a sample is taken for 10 ms (py-spy's default rate); --sample-ms sets another."
      : `The file has no unit: a sample is taken for ${sampleUs / 1000} ms, as asked.`,
    "The file does not name its clock: taken for a wall-clock sampler, as py-spy is.",
  ],
});

/** The facts in a first line `# {…} #`; its end is no number, so that other tools skip the line. */
function readHeader(line: string): ProfileFacts | undefined {
  const json = /^# (\{.*\}) #$/.exec(line)?.[1];
  if (json === undefined) return undefined;
  try {
    const facts = readFacts(JSON.parse(json));
    return facts && { ...facts, sampleCount: null };
  } catch {
    return undefined;
  }
}
