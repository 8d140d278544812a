import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shardEnd, shardHeader } from "../../test/support/shard.ts";
import { newShard, type Shard } from "../core/fleet/shard.ts";
import { RecordingFold } from "../core/fold/recording-fold.ts";
import { metric } from "../core/metric-sample.ts";
import { readShardText, writeShardText } from "./shard-text.ts";

const shardOf = (index: number, requests = 500): Shard => {
  const fold = new RecordingFold();
  fold.add(metric.started, 1000, 1000, {});
  for (let i = 0; i < requests; i++) {
    fold.add("http_req_duration", 1000 + i * 100, 1 + ((i * 7919) % 997), { endpoint: "predict", rows: "1" });
    fold.add(metric.request, 1000 + i * 100, i * 3 + index, { endpoint: "predict" });
  }
  // Seconds in which nothing succeeded have no fastest request.
  fold.add("http_req_duration", 900_000, 1, { endpoint: "predict", rows: "1", expected_response: "false" });
  const nothing = {
    cpuFraction: null,
    cpuWaitedMs: null,
    lagMsP99: null,
    longestGapMs: null,
    stealFraction: null,
    clockStepMs: null,
  };
  return newShard(shardHeader(index, 3), { ...shardEnd, generator: nothing }, fold);
};

const one = writeShardText(shardOf(1, 20_000));
const lines = one.text.trimEnd().split("\n");

describe("a shard as text", () => {
  test("is read back from a log with other output, timestamps and other shards in between", () => {
    const two = writeShardText(shardOf(2)).text.trimEnd().split("\n");
    const log = lines.flatMap((line, i) => [`2026-11-24T14:22:48Z ${line}\r`, two[i] ?? "level=info msg=other"]);
    const read = readShardText(log.concat(two.slice(lines.length)).join("\n"));
    expect(read.broken).toEqual([]);
    expect(read.shards.map((s) => s.place.index).sort()).toEqual([1, 2]);
    expect(read.shards.find((s) => s.place.index === 1)).toEqual(JSON.parse(JSON.stringify(shardOf(1, 20_000))));
  });

  test("has lines that a container runtime does not split, and more than one of them", () => {
    expect(lines.length).toBeGreaterThan(2);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(16_384);
  });

  test("that lost a line, or had one changed, is broken and never a shard", () => {
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.nat(200), (at, place) => {
        const without = readShardText(lines.filter((_, i) => i !== at).join("\n"));
        expect(without.shards).toEqual([]);
        expect(without.broken).toHaveLength(1);
        const changed = lines.map((line, i) => {
          if (i !== at) return line;
          const p = line.length - 1 - (place % 60);
          return `${line.slice(0, p)}${line[p] === "a" ? "b" : "a"}${line.slice(p + 1)}`;
        });
        expect(readShardText(changed.join("\n")).shards).toEqual([]);
        const cut = readShardText(
          lines.map((line, i) => (i === at ? line.slice(0, line.length / 2) : line)).join("\n"),
        );
        expect(cut.shards).toEqual([]);
        expect(cut.broken).toHaveLength(1);
      }),
      { numRuns: 20 },
    );
  });

  test("of another format is refused with what is wrong", () => {
    const { text } = writeShardText({ ...shardOf(1), requests: -1 });
    expect(readShardText(text).broken).toEqual([expect.stringContaining("/requests")]);
    expect(readShardText("nothing here")).toEqual({ shards: [], hashes: [], broken: [] });
  });
});
