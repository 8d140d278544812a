// Every format written and read back, and what damaged, cut-off and hostile files give: an error that says why.

import { mkdtemp, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CliError } from "../../lib/core/exit.ts";
import { hasStacks, type Profile, type TreeProfile } from "../../lib/core/profile/profile.ts";
import { readAnyProfile } from "../../lib/node/profile/profile-format.ts";
import { ProfileFormatError } from "../../lib/node/profile/profile-reader.ts";
import { readProfile } from "../../lib/node/profile/read-profile.ts";
import { writeCollapsed } from "../../lib/node/profile/write-collapsed.ts";
import { writeCpuprofile } from "../../lib/node/profile/write-cpuprofile.ts";
import { writePprof } from "../../lib/node/profile/write-pprof.ts";
import { writeSpeedscope } from "../../lib/node/profile/write-speedscope.ts";
import { anyProfile, comparable } from "./arbitrary-profile.ts";

const writers: Record<string, (profile: TreeProfile) => Uint8Array> = {
  cpuprofile: (profile) => Buffer.from(writeCpuprofile(profile)),
  speedscope: (profile) => Buffer.from(writeSpeedscope(profile, "a run")),
  pprof: writePprof,
  collapsed: (profile) => Buffer.from(writeCollapsed(profile)),
};

const read = (content: Uint8Array | string): Profile => readAnyProfile(Buffer.from(content), { sampleUs: undefined });

const readTree = (content: Uint8Array | string): TreeProfile => {
  const profile = read(content);
  if (!hasStacks(profile)) throw new Error("no stacks");
  return profile;
};

const totalUs = (profile: TreeProfile): number => profile.calls.nodes.reduce((sum, node) => sum + node.selfUs, 0);

const withoutCounts = (profile: TreeProfile): TreeProfile => ({
  ...profile,
  sampleCount: null,
  calls: { shape: "tree", nodes: profile.calls.nodes.map((node) => ({ ...node, samples: 0 })) },
});

describe("what is written is read back the same", () => {
  for (const [format, write] of Object.entries(writers)) {
    test(format, () => {
      fc.assert(
        fc.property(anyProfile, (profile) => {
          const expected = format === "collapsed" ? withoutCounts(profile) : profile;
          expect(comparable(readTree(write(profile)))).toEqual(comparable(expected));
        }),
        { numRuns: 150 },
      );
    });
  }
});

describe("a file that is cut off anywhere", () => {
  const profile = fc.sample(anyProfile, { numRuns: 1, seed: 8 })[0];
  if (profile === undefined) throw new Error("no sample");
  const contents = {
    cpuprofile: writers.cpuprofile?.(profile) ?? new Uint8Array(),
    speedscope: writers.speedscope?.(profile) ?? new Uint8Array(),
    "pprof, packed": writePprof(profile),
    "pprof, unpacked": gunzipSync(writePprof(profile)),
  };
  for (const [format, content] of Object.entries(contents)) {
    test(`${format} is an error, never a shorter profile`, () => {
      const whole = totalUs(readTree(content));
      for (let length = 0; length < content.length; length++) {
        try {
          // A pprof cut between two fields is whole protobuf: then only what stands after the stacks may be gone, never time.
          expect(totalUs(readTree(content.subarray(0, length))), `cut at ${length}`).toBe(whole);
        } catch (error) {
          if (!(error instanceof ProfileFormatError)) throw error;
        }
      }
    });
  }
});

test("a tag of two bytes, which the decoder would take for two tags, is refused", () => {
  // Field 1 as 0x8a 0x00: a longer form of 0x0a.
  const padded = Uint8Array.of(0x0a, 0x04, 0x08, 0x01, 0x10, 0x02, 0x8a, 0x00, 0x00);
  expect(() => read(padded)).toThrow(/a field that pprof does not have/);
});

test("random bytes and random edits are an error or a profile, never a crash", () => {
  const seeds = [...Object.values(writers)].map((write) => {
    const profile = fc.sample(anyProfile, { numRuns: 1, seed: 3 })[0];
    if (profile === undefined) throw new Error("no sample");
    const content = write(profile);
    return content[0] === 0x1f ? gunzipSync(content) : content;
  });
  const edited = fc
    .tuple(fc.constantFrom(...seeds), fc.array(fc.tuple(fc.nat(1e5), fc.nat(255)), { maxLength: 6 }))
    .map(([seed, edits]) => {
      const bytes = Uint8Array.from(seed);
      for (const [at, value] of edits) bytes[at % bytes.length] = value;
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), edited), (bytes) => {
      try {
        readAnyProfile(bytes, { sampleUs: undefined });
      } catch (error) {
        if (!(error instanceof ProfileFormatError)) throw error;
      }
    }),
    { numRuns: 1000 },
  );
});

describe("clear refusals", () => {
  const cases: Record<string, [content: Uint8Array | string, message: RegExp]> = {
    "an empty file": ["", /empty/],
    "another JSON": ['{"traceEvents": []}', /neither a .cpuprofile nor a speedscope/],
    "a picture": [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2), /none of/],
    "a bomb in gzip": [gzipSync(Buffer.alloc(2 ** 28 + 1)), /unpacks to more than 256 MB/],
    "a stack without a count": ["main;work 12\nmain;wor", /line 2 does not end in a count/],
    "a sample of an unknown node": [
      '{"nodes":[{"id":1,"callFrame":{"functionName":"(root)"}}],"startTime":0,"endTime":5,"samples":[7],"timeDeltas":[1]}',
      /sample 0 names a node that is not there/,
    ],
    "nodes in a circle": [
      '{"nodes":[{"id":1,"callFrame":{"functionName":"a"},"children":[2]},{"id":2,"callFrame":{"functionName":"b"},"children":[1]}],"startTime":0,"endTime":5,"samples":[],"timeDeltas":[]}',
      /circle/,
    ],
    "memory, not time": [
      '{"shared":{"frames":[]},"profiles":[{"type":"sampled","unit":"bytes","samples":[],"weights":[]}]}',
      /unit bytes is no time/,
    ],
    "a frame that is not there": [
      '{"shared":{"frames":[]},"profiles":[{"type":"sampled","unit":"seconds","samples":[[0]],"weights":[1]}]}',
      /frame 0 is not in the list/,
    ],
    "lists in lists without end": [`{"nodes":${"[".repeat(100)}`, /nested deeper than 64/],
    "millions of empty lists": [`{"nodes":[${"[],".repeat(5_000_001)}`, /more than 5000000 lists and objects/],
    "statistics nested without end": [Buffer.alloc(100, "{("), /cProfile statistics|nested|larger than the file/],
  };
  for (const [name, [content, message]] of Object.entries(cases)) {
    test(name, () => expect(() => read(content)).toThrow(message));
  }

  test("a stack deeper than any program's", () => {
    const deep = `${Array.from({ length: 5000 }, (_, index) => `f${index}`).join(";")} 1\n`;
    expect(() => read(deep)).toThrow(/deeper than 4096/);
  });
});

describe("files", () => {
  test("a huge file is refused before it is read", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "profile-")), "huge.cpuprofile");
    await writeFile(path, "{");
    await truncate(path, 2 ** 40);
    await expect(readProfile(path, { sampleUs: undefined })).rejects.toThrow(/profiles up to 128 MB are read/);
  });

  test("an unreadable path and a damaged file are the user's to mend", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "profile-")), "x.json");
    await expect(readProfile(path, { sampleUs: undefined })).rejects.toThrow(CliError);
    await writeFile(path, '{"nodes": [');
    await expect(readProfile(path, { sampleUs: undefined })).rejects.toThrow(/damaged or cut off/);
  });
});

test("events of the evented form give the time between them to the open stack", () => {
  const profile = readTree(
    JSON.stringify({
      shared: { frames: [{ name: "main" }, { name: "work", file: "a.js", line: 3 }] },
      profiles: [
        {
          type: "evented",
          unit: "milliseconds",
          startValue: 0,
          endValue: 10,
          events: [
            { type: "O", frame: 0, at: 0 },
            { type: "O", frame: 1, at: 2 },
            { type: "C", frame: 1, at: 9 },
            { type: "C", frame: 0, at: 10 },
          ],
        },
      ],
    }),
  );
  const self = profile.calls.nodes.map((node) => [profile.functions[node.fn]?.name, node.selfUs]);
  expect(self).toEqual([
    ["main", 3000],
    ["work", 7000],
  ]);
  expect(profile.sampleCount).toBeNull();
});
