// Writes pprof for `go tool pprof` and whatever else reads it: samples/count where they are known, and time in
// microseconds. Encoding is pprof-format's.

import { gzipSync } from "node:zlib";
import { Function as Fn, Line, Location, Profile as Pprof, Sample, StringTable, ValueType } from "pprof-format";
import type { TreeProfile } from "../../core/profile/profile.ts";
import { factsOf } from "../../core/profile/profile-facts.ts";
import { PPROF_COMMENT } from "./pprof-comment.ts";

const NANOSECONDS = 1000;

/** The profile as a gzipped pprof message; locations and functions are numbered from 1. */
export function writePprof(profile: TreeProfile): Uint8Array {
  const strings = new StringTable();
  const counted = profile.sampleCount !== null;
  const valueType = (type: string, unit: string) =>
    new ValueType({ type: strings.dedup(type), unit: strings.dedup(unit) });
  const time = valueType(profile.kind === "cpu-sampling" ? "cpu" : "wall", "microseconds");
  const stacks: (readonly number[])[] = [];
  for (const node of profile.calls.nodes) stacks.push([node.fn + 1, ...(stacks[node.parent] ?? [])]);
  const message = new Pprof({
    sampleType: counted ? [valueType("samples", "count"), time] : [time],
    sample: profile.calls.nodes.flatMap((node, index) =>
      node.selfUs > 0 || node.samples > 0
        ? [
            new Sample({
              locationId: [...(stacks[index] ?? [])],
              value: counted ? [node.samples, node.selfUs] : [node.selfUs],
            }),
          ]
        : [],
    ),
    location: profile.functions.map(
      (fn, index) =>
        new Location({
          id: index + 1,
          line: [new Line({ functionId: index + 1, line: fn.line ?? 0, column: fn.column ?? 0 })],
        }),
    ),
    function: profile.functions.map(
      (fn, index) =>
        new Fn({
          id: index + 1,
          name: strings.dedup(fn.name),
          systemName: strings.dedup(fn.name),
          filename: strings.dedup(fn.file),
          startLine: fn.line ?? 0,
        }),
    ),
    stringTable: strings,
    durationNanos: Math.round((profile.durationUs ?? 0) * NANOSECONDS),
    ...(profile.intervalUs === null ? {} : { periodType: time, period: Math.round(profile.intervalUs) }),
    comment: [strings.dedup(`${PPROF_COMMENT}${JSON.stringify(factsOf(profile))}`)],
  });
  return gzipSync(message.encode());
}
