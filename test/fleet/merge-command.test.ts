// `tailgate fleet merge` on what processes left in files: an ordinary recording of a whole, never a pass of less.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli } from "../../cli/cli.ts";
import { parseRecording } from "../../lib/node/recording-file.ts";
import { writeShardText } from "../../lib/node/shard-text.ts";
import { testWorld } from "../support/test-world.ts";
import { type Making, madeShard } from "./made-shards.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-merge-"));
});
afterEach(() => rm(dir, { recursive: true }));

const save = async (index: number, making: Making = {}, cut = (text: string) => text): Promise<string> => {
  const path = join(dir, `${making.run ?? "rec"}-${index}.log`);
  await writeFile(path, `level=info msg=before\n${cut(writeShardText(await madeShard(index, making)).text)}after\n`);
  return path;
};

const merge = async (files: readonly string[], env: Record<string, string> = {}) => {
  const { world, seen } = testWorld({ RESULTS_DIR: join(dir, "results"), ...env });
  return { code: await runCli(world, ["fleet", "merge", ...files, "--json"]), seen };
};

describe("fleet merge", () => {
  test("shows what it found although its recording cannot be written, and is no success", async () => {
    await writeFile(join(dir, "results"), "");
    const { code, seen } = await merge([await save(1), await save(2), await save(3)]);
    expect(parseRecording(seen.out, "stdout").fleet).toMatchObject({ shards: 3, missing: [] });
    const [, elsewhere = ""] = /the recording is in (\S+) instead/.exec(seen.err) ?? [];
    expect(code, seen.err).toBe(2);
    await rm(dirname(dirname(elsewhere)), { recursive: true });
  });

  test("of all shards is a recording like any other, judged by its objectives", async () => {
    const files = [await save(1), await save(2), await save(3)];
    const { code, seen } = await merge(files);
    const recording = parseRecording(seen.out, "stdout");
    expect(recording.endpoints.reduce((sum, e) => sum + e.count, 0)).toBe(600);
    expect(recording.fleet).toMatchObject({ shards: 3, missing: [], sentTwice: 0, unsent: 0, skewMs: 0 });
    expect(recording.validity.reasons.filter((r) => r.severity === "invalid")).toEqual([]);
    expect(code, seen.err).toBe(0);
    expect((await merge(files, { OBJECTIVES: "requests/s>50" })).code).toBe(99);
  });

  test.each<[string, () => Promise<readonly string[]>, string]>([
    ["one is not there", async () => [await save(1), await save(3)], "shard 2 of 3 left nothing behind"],
    [
      "one is there twice",
      async () => [await save(1), await save(2), await save(3), await save(1)],
      "shard 1 came more than once",
    ],
    [
      "a line of a log was cut",
      async () => [await save(1), await save(2), await save(3, {}, (text) => text.replace(/ 1\/\d+ .{40}/, " "))],
      "shard 3 is not whole",
    ],
    [
      "one is of another run",
      async () => [await save(1), await save(2), await save(3, { run: "other" })],
      "run (rec; other)",
    ],
    [
      "one ended early",
      async () => [await save(1), await save(2), await save(3, { over: { partial: true } })],
      "shard 3 (rec-3-abcde) ended early",
    ],
  ])("when %s exits 4 and says which", async (_, files, words) => {
    const { code, seen } = await merge(await files());
    expect(code).toBe(4);
    expect(JSON.stringify(parseRecording(seen.out, "stdout").validity)).toContain(words);
  });

  test("of nothing exits 3", async () => {
    await writeFile(join(dir, "empty.log"), "nothing\n");
    const { code, seen } = await merge([join(dir, "empty.log")]);
    expect(code).toBe(3);
    expect(seen.err).toContain("empty.log holds no shard");
    expect((await merge([join(dir, "no-such-file")])).code).toBe(2);
  });
});
