// `tailgate compare` over files, in process: what it prints, how it ends, and what a user's mistake looks like.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../../cli/cli.ts";
import { GOLDEN_SCHEMA, type GoldenSet } from "../../lib/core/answers/golden-set.ts";
import { readCorpus } from "../../lib/node/corpus-file.ts";
import { writeGoldenFile } from "../../lib/node/golden-file.ts";
import { writeRecording } from "../../lib/node/recording-file.ts";
import { testWorld } from "../support/test-world.ts";
import { type RunShape, syntheticRecording } from "./synthetic-recording.ts";

let dir: string;

const record = async (label: string, shapes: readonly Partial<RunShape>[]): Promise<readonly string[]> => {
  const paths: string[] = [];
  for (const [i, shape] of shapes.entries()) {
    paths.push(await writeRecording(dir, syntheticRecording({ id: `${label}-${i + 1}`, label, ...shape })));
  }
  return paths;
};

const threeAt = (slowdown: number): Partial<RunShape>[] => [0.99, 1, 1.02].map((x) => ({ slowdown: x * slowdown }));

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
  await record("baseline", threeAt(1));
  await record("slower", threeAt(3));
  await record("faster", threeAt(0.3));
  await record("similar", threeAt(1.04));
  await record("failing", [{ failed: 60 }, { failed: 70 }, { failed: 65 }]);
  await record("invalid", [{ invalid: "the generator was starved" }]);
});
afterAll(async () => {
  await rm(dir, { recursive: true });
});

const tailgate = async (...args: readonly string[]) => {
  const { world, seen } = testWorld({ RESULTS_DIR: dir });
  const code = await runCli(world, ["compare", ...args]);
  const clean = (text: string): string => text.replaceAll(dir, "RESULTS");
  return { code, out: clean(seen.out), err: clean(seen.err) };
};

describe("tailgate compare A B", () => {
  test.each([
    ["slower", 1, /^REGRESSED: /m],
    ["faster", 0, /^improved: /m],
    ["similar", 0, /^inconclusive: /m],
    ["failing", 1, /^REGRESSED: failures/m],
    ["invalid", 4, /^INVALID: /m],
  ])("%s ends with exit code %i", async (label, code, verdict) => {
    const got = await tailgate("baseline", label);
    expect(got.code).toBe(code);
    expect(got.out).toMatch(verdict);
    if (label !== "faster") await expect(got.out).toMatchFileSnapshot(`../golden/compare/saved-${label}.txt`);
  });

  test("inconclusive is an error of its own for who demands a decision, and never called passed", async () => {
    const got = await tailgate("baseline", "similar", "--strict");
    expect(got.code).toBe(3);
    expect(got.out).not.toMatch(/pass/i);
  });

  test("a wider floor makes a small change none, and says that it was asked for", async () => {
    const rows = (floor: number) => ({ metrics: expect.arrayContaining([expect.objectContaining({ floor })]) });
    const usual = await tailgate("baseline", "slower", "--json");
    expect(JSON.parse(usual.out)).not.toMatchObject(rows(1));
    const wide = await tailgate("baseline", "slower", "--json", "--floor", "100%");
    expect(JSON.parse(wide.out)).toMatchObject(rows(1));
    expect(JSON.parse(wide.out)).not.toMatchObject(rows(0.05));
    expect(wide.out).toContain("a change below 100 % counts as none, as was asked for");
  });

  test("looks are for pairs: over recordings they are refused", async () => {
    const got = await tailgate("baseline", "slower", "--looks", "10,20");
    expect(got.code).toBe(2);
    expect(got.err).toContain("--looks is for comparisons that run both versions in pairs");
  });

  test("--json prints the model, whatever the verdict", async () => {
    const got = await tailgate("baseline", "slower", "--json");
    expect(got.code).toBe(1);
    expect(JSON.parse(got.out)).toMatchObject({ schema: "tailgate.comparison/1", verdict: "regressed" });
  });

  test("files and labels mean the same", async () => {
    const files = await record("again", threeAt(3));
    const [first = "", ...rest] = files;
    const byFile = await tailgate("baseline", "--against", first, ...rest, "--json");
    expect(JSON.parse(byFile.out)).toMatchObject({ verdict: "regressed", b: { runs: [{ id: "again-1" }, {}, {}] } });
  });

  test("answers that both labels gave at rest are compared as well", async () => {
    const { texts, hash } = await readCorpus();
    const golden = (wrong: number): GoldenSet => ({
      schema: GOLDEN_SCHEMA,
      corpusHash: hash,
      takenAt: "2026-01-05T10:00:00.000Z",
      target: { url: "http://127.0.0.1:8000", profile: null },
      inputs: Object.fromEntries(
        texts.map(({ id, label }, i) => [id, { label: i < wrong ? `not ${label}` : label, score: 0.9 }]),
      ),
      unstable: [],
    });
    await record("right", [{}]);
    await record("wrong", [{}]);
    await writeGoldenFile(join(dir, "right", "golden.json"), golden(0));
    await writeGoldenFile(join(dir, "wrong", "golden.json"), golden(30));
    const got = await tailgate("right", "wrong");
    expect(got.code).toBe(1);
    expect(got.out).toMatch(/^REGRESSED: wrong answers at rest 0 % to/m);
    expect(got.out).toContain(`only A right: 30, only B right: 0, of ${texts.length} unique inputs`);
  });

  test("recordings that differ in more than the service are refused by name", async () => {
    const other = { ...syntheticRecording({ id: "other-1", label: "other" }), scenario: "soak", seed: 9 };
    await writeRecording(dir, other);
    const got = await tailgate("baseline", "other");
    expect(got.code).toBe(4);
    await expect(got.out).toMatchFileSnapshot("../golden/compare/refused.txt");
  });

  test("another host is refused, unless it is asked for", async () => {
    const here = syntheticRecording({ id: "elsewhere-1", label: "elsewhere" });
    await writeRecording(dir, { ...here, host: { ...here.host, id: "beef" } });
    expect((await tailgate("baseline", "elsewhere")).out).toContain("host differs");
    expect((await tailgate("baseline", "elsewhere", "--allow-different-host")).code).toBe(0);
  });
});

describe("a mistake", () => {
  test("a name that means nothing is named, with where labels are", async () => {
    const got = await tailgate("baseline", "nothing");
    expect(got.code).toBe(2);
    expect(got.err).toContain("error: nothing is neither a recording nor a label with recordings\nhint: Labels are");
  });
  test("one name alone is not a comparison", async () => {
    expect(await tailgate("baseline")).toMatchObject({ code: 2, err: expect.stringContaining("--against") });
  });
  test("a baseline without anything to compare is refused before anything is started", async () => {
    const { world, seen } = testWorld({ RESULTS_DIR: dir, BASELINE_URL: "http://127.0.0.1:9" });
    expect(await runCli(world, ["compare"])).toBe(2);
    expect(seen.err).toContain("hint: Set BASE_URL or CMD beside");
  });
  test("a new version alone, without a saved baseline, is told what to do", async () => {
    const { world, seen } = testWorld({
      RESULTS_DIR: dir,
      BASE_URL: "http://127.0.0.1:9",
      BASELINE_LABEL: "nowhere",
    });
    expect(await runCli(world, ["compare"])).toBe(2);
    expect(seen.err).toContain("there is no recording of scenario baseline under nowhere");
    expect(seen.err).toContain("tailgate run baseline");
  });
  test("a floor or looks that are none are refused before anything is started", async () => {
    expect(await tailgate("--floor", "300%")).toMatchObject({ code: 2, err: expect.stringContaining("--floor 300%") });
    expect(await tailgate("--looks", "20,10")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--looks 20,10"),
    });
  });
  test("a preset that is none is refused before anything is started", async () => {
    expect(await tailgate("--preset", "slow")).toMatchObject({
      code: 2,
      err: expect.stringContaining("quick, standard"),
    });
  });
});
