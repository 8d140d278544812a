// pprof (Go, @datadog/pprof, perf_to_profile and many others), already unpacked. Reads the time a profile holds; a
// heap or lock profile is refused. Decoding is pprof-format's.

import { Profile as Pprof, type ValueType } from "pprof-format";
import { CallTreeBuilder, treeLimits, treeProfile } from "../../core/profile/call-tree.ts";
import {
  ANONYMOUS,
  type Profile,
  type ProfileFacts,
  type ProfileFunction,
  UNKNOWN_LOAD,
} from "../../core/profile/profile.ts";
import { readFacts } from "../../core/profile/profile-facts.ts";
import { PPROF_COMMENT } from "./pprof-comment.ts";
import { ProfileFormatError } from "./profile-reader.ts";
import { checkMessage, type MessageShape } from "./protobuf-shape.ts";

const SHAPE: MessageShape = {
  nested: { 1: {}, 2: { nested: { 3: {} } }, 3: {}, 4: { nested: { 4: {} } }, 5: {}, 11: {} },
  most: { 1: 64, 2: 2 * treeLimits.nodes, 4: treeLimits.nodes, 5: treeLimits.functions, 6: treeLimits.nodes },
};

const MICROSECONDS: Readonly<Record<string, number>> = {
  nanoseconds: 1e-3,
  microseconds: 1,
  milliseconds: 1e3,
  seconds: 1e6,
};

type Numeric = number | bigint;

/** Reads an unpacked pprof message. @throws ProfileFormatError when it is not whole or holds no time */
export function readPprof(content: Uint8Array): Profile {
  checkMessage(content, SHAPE);
  const pprof = Pprof.decode(content);
  const text = (index: Numeric): string => {
    const found = pprof.stringTable.strings[Number(index)];
    if (found === undefined) throw new ProfileFormatError(`string ${index} is not in its table`);
    return found;
  };
  const facts = ownFacts(pprof, text);
  const time = timeValue(pprof, text);
  const count = pprof.sampleType.findIndex((type) => text(type.unit) === "count");
  const tree = new CallTreeBuilder();
  const stackOf = locationFrames(pprof, text, tree, facts !== undefined);
  for (const sample of pprof.sample) {
    const stack: number[] = [];
    for (const id of sample.locationId) {
      const frames = stackOf.get(Number(id));
      if (frames === undefined) throw new ProfileFormatError(`a sample names location ${id}, which is not there`);
      stack.push(...frames);
    }
    const weight = signed(sample.value[time.index] ?? 0);
    const samples = count < 0 ? 0 : signed(sample.value[count] ?? 0);
    if (weight < 0 || samples < 0) {
      throw new ProfileFormatError("it has negative values: it is a difference, not a profile");
    }
    tree.addStack(stack.reverse(), weight * time.usPerUnit, facts?.sampleCount === null ? 0 : samples);
  }
  return treeProfile(facts ?? foreignFacts(pprof, time.name, text, count >= 0), tree);
}

/** A 64-bit field as the number it stands for: the decoder leaves negative ones in two's complement. */
const signed = (value: Numeric): number => Number(typeof value === "bigint" ? BigInt.asIntN(64, value) : value);

function ownFacts(pprof: Pprof, text: (index: Numeric) => string): ProfileFacts | undefined {
  const comment = pprof.comment.map(text).find((line) => line.startsWith(PPROF_COMMENT));
  if (comment === undefined) return undefined;
  try {
    return readFacts(JSON.parse(comment.slice(PPROF_COMMENT.length)));
  } catch {
    return undefined;
  }
}

interface TimeValue {
  readonly index: number;
  readonly usPerUnit: number;
  readonly name: string;
}

/** Which of a sample's values is time: one with a unit of time, or a count of samples with a period of time. */
function timeValue(pprof: Pprof, text: (index: Numeric) => string): TimeValue {
  const scale = (type: ValueType): number | undefined => MICROSECONDS[text(type.unit)];
  const names = pprof.sampleType.map((type) => `${text(type.type)}/${text(type.unit)}`).join(", ");
  const index = pprof.sampleType.findIndex(
    (type) => scale(type) !== undefined && /cpu|wall|time/i.test(text(type.type)),
  );
  const type = pprof.sampleType[index];
  if (type !== undefined) return { index, usPerUnit: scale(type) ?? 1, name: text(type.type) };
  const samples = pprof.sampleType.findIndex(
    (each) => text(each.unit) === "count" && /sample|cpu/.test(text(each.type)),
  );
  const perPeriod = pprof.periodType === undefined ? undefined : scale(pprof.periodType);
  if (samples >= 0 && perPeriod !== undefined && pprof.periodType !== undefined && Number(pprof.period) > 0) {
    return { index: samples, usPerUnit: Number(pprof.period) * perPeriod, name: text(pprof.periodType.type) };
  }
  throw new ProfileFormatError(`it holds no CPU or wall time (${names === "" ? "no values" : names})`);
}

/** The frames of each location, innermost first, as samples list them. */
function locationFrames(
  pprof: Pprof,
  text: (index: Numeric) => string,
  tree: CallTreeBuilder,
  own: boolean,
): Map<number, readonly number[]> {
  const functions = new Map(pprof.function.map((fn) => [Number(fn.id), fn]));
  const frames = new Map<number, readonly number[]>();
  for (const location of pprof.location) {
    const stack = location.line.map((line) => {
      const fn = functions.get(Number(line.functionId));
      if (fn === undefined) throw new ProfileFormatError(`location ${location.id} names a function that is not there`);
      const begins = Number(fn.startLine);
      const column = own ? Number(line.column) : 0;
      const made: ProfileFunction = {
        name: text(fn.name) === "" ? ANONYMOUS : text(fn.name),
        file: text(fn.filename),
        line: begins > 0 ? begins : null,
        column: column > 0 ? column : null,
      };
      return tree.fn(made);
    });
    const address = `0x${BigInt(location.address).toString(16)}`;
    const unnamed = (): number => tree.fn({ name: address, file: "", line: null, column: null });
    frames.set(Number(location.id), stack.length > 0 ? stack : [unnamed()]);
  }
  return frames;
}

function foreignFacts(pprof: Pprof, name: string, text: (index: Numeric) => string, counted: boolean): ProfileFacts {
  const durationUs = Math.round(Number(pprof.durationNanos) / 1000);
  const scale = pprof.periodType === undefined ? undefined : MICROSECONDS[text(pprof.periodType.unit)];
  const intervalUs = scale === undefined ? 0 : Number(pprof.period) * scale;
  return {
    kind: /wall/i.test(name) ? "wall-sampling" : "cpu-sampling",
    source: "pprof",
    durationUs: durationUs > 0 ? durationUs : null,
    sampleCount: counted ? 0 : null,
    intervalUs: intervalUs > 0 ? intervalUs : null,
    load: UNKNOWN_LOAD,
    notes: counted ? [] : ["The file has weights but does not say how many samples they stand for."],
  };
}
