import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runCli } from "../../cli/cli.ts";
import { exit } from "../../lib/core/exit.ts";
import { stableJson } from "../../lib/core/json.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { writeRecording } from "../../lib/node/recording-file.ts";
import { testWorld } from "../support/test-world.ts";
import { syntheticComparison } from "./synthetic-comparison.ts";
import { shortRun, syntheticRecording } from "./synthetic-recording.ts";
import { syntheticSearch } from "./synthetic-search.ts";

const run = syntheticRecording(shortRun);
let results: string;

const tailgate = async (...argv: string[]): Promise<{ code: number; out: string; err: string }> => {
  const { world, seen } = testWorld({ RESULTS_DIR: results });
  const code = await runCli(world, argv);
  return { code, ...seen };
};

const save = (label: string, given: Partial<Recording> = {}): Promise<string> =>
  writeRecording(results, { ...run, label, id: `20261124T060000Z-${label}`, ...given });

const saveJson = async (label: string, name: string, content: unknown): Promise<void> => {
  await mkdir(join(results, label), { recursive: true });
  await writeFile(join(results, label, name), stableJson(content));
};

const saveComparison = (): Promise<void> =>
  saveJson("after", "20261124T070000Z.comparison.json", {
    ...syntheticComparison(),
    b: {
      ...syntheticComparison().b,
      runs: [{ id: "20261124T060000Z-after", label: "after", startedAt: "", validity: "valid" }],
    },
  });

beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), "tailgate-results-"));
});
afterEach(async () => {
  await rm(results, { recursive: true });
});

describe("tailgate report", () => {
  test("writes page and Markdown beside what it reports on, and says where", async () => {
    await save("baseline");
    const { code, out } = await tailgate("report", "baseline");
    expect(code).toBe(exit.ok);
    expect(
      out
        .trim()
        .split("\n")
        .map((path) => path.slice(results.length + 1)),
    ).toEqual(["baseline/20261124T060000Z-baseline.html", "baseline/20261124T060000Z-baseline.md"]);
    expect(await readFile(join(results, "baseline/20261124T060000Z-baseline.html"), "utf8")).toContain(
      "<!doctype html>",
    );
  });

  test("refuses a capacity search that is not whole, and says what is wrong with it", async () => {
    await saveJson("after", "20261124T080000Z-capacity.capacity.json", { ...syntheticSearch(), entries: [{}] });
    const { code, err } = await tailgate("report", "after");
    expect(code).toBe(exit.usage);
    expect(err).toMatch(/is not a capacity search of format tailgate\.capacity\/1: \/entries\/0 must have required/);
  });

  test("a search's probes are no reports of their own, whatever they are named after", async () => {
    await save("after");
    await save("after", { id: "20261124T070000Z-ask-c0ffee", scenario: "ask", probe: true });
    await saveJson("after", "20261124T080000Z-capacity.capacity.json", syntheticSearch());
    const { code, out } = await tailgate("report", "after");
    expect(code).toBe(exit.ok);
    expect(out).toContain("20261124T060000Z-after.md");
    expect(out).toContain("20261124T080000Z-capacity.md");
    expect(out).not.toContain("ask");
  });

  test("takes the newest of each kind under a label", async () => {
    await save("after");
    await save("after", { id: "20261124T050000Z-after" });
    await saveComparison();
    await saveJson("after", "20261124T080000Z-capacity.capacity.json", syntheticSearch());
    const { code } = await tailgate("report", "after", "--format", "markdown", "--out", join(results, "out"));
    expect(code).toBe(exit.ok);
    const texts = await Promise.all(
      (await readdir(join(results, "out"))).sort().map((name) => readFile(join(results, "out", name), "utf8")),
    );
    expect(texts.map((text) => text.split("\n")[0])).toEqual([
      "## ⚠️ Too little data to judge: after · baseline",
      "## ❌ Worse than before: after against baseline",
      "## ✅ 40 users are safe: after · capacity",
    ]);
    // A comparison finds the run of its own that was kept, and shows its table.
    expect(texts[1]).toContain("| /predict | POST |");
  });

  test("prints one format to stdout and nothing else", async () => {
    const path = await save("baseline");
    const { out } = await tailgate("report", path, "--format", "junit", "--print");
    expect(out).toMatch(/^<\?xml[\s\S]*<\/testsuites>\n$/);
    expect(await readdir(join(results, "baseline"))).toHaveLength(1);
  });

  test("builds a history line by line and draws it, past a line that was cut short", async () => {
    const history = join(results, "history.jsonl");
    await save("baseline");
    await tailgate("report", "baseline", "--append-history", history);
    await writeFile(history, `${(await readFile(history, "utf8")).trimEnd()}\n{"timestamp":17`);
    await tailgate("report", "baseline", "--append-history", history);
    const { code, out, err } = await tailgate("report", "--trend", history);
    expect(code).toBe(exit.ok);
    expect(err).toContain(`warning: ${history}:2 is not JSON`);
    expect(out).toContain("history.html");
    expect(await readFile(join(results, "history.html"), "utf8")).toContain("2 runs over time");
  });

  test("shows everything it can read, and names what it cannot", async () => {
    await save("baseline");
    await saveJson("old", "20250101T000000Z.recording.json", { schema: "tailgate.recording/1" });
    const all = await tailgate("report");
    expect(all.code).toBe(exit.ok);
    expect(all.err).toContain("old/20250101T000000Z.recording.json is not a recording");
    const named = await tailgate("report", "old");
    expect(named.code).toBe(exit.usage);
  });

  test.each([
    [["report", "nothing"], exit.noData, "nothing is saved under nothing"],
    [["report"], exit.noData, "nothing is saved yet"],
    [["report", "x", "--format", "pdf"], exit.usage, "--format pdf: must be of terminal, html"],
    [["report", "x", "--print"], exit.usage, "--print needs exactly one --format"],
    [["report", "--trend", "/nowhere/history.jsonl"], exit.usage, "cannot read /nowhere/history.jsonl"],
  ])("%j ends with a clear message", async (argv, code, message) => {
    const got = await tailgate(...argv);
    expect(got.code).toBe(code);
    expect(got.err).toContain(message);
    expect(got.out).toBe("");
  });
});

describe("tailgate progress", () => {
  test("puts phases in the guide's order and gains where they were proved", async () => {
    await save("after");
    await save("baseline");
    await saveComparison();
    const { code, out } = await tailgate("progress");
    expect(code).toBe(exit.ok);
    expect(out).toMatch(/Baseline .*the start\nafter .*1\.31x \(1\.27 to 1\.35\).*regressed/);
    expect(out).toContain("[x] Run load tests and document baseline");
    expect(out).toContain("failed: Regressed: batch-50.p95Ms.");
    await expect(await readFile(join(results, "progress.md"), "utf8")).toMatchFileSnapshot(
      "../golden/report/progress.md",
    );
  });

  test.each(["cpuprofile", "speedscope.json", "pb.gz", "collapsed.txt"])(
    "a profile may be kept as .%s alone",
    async (ending) => {
      await save("baseline");
      await writeFile(join(results, "baseline", `profile.${ending}`), "");
      const { out } = await tailgate("progress", "baseline");
      expect(out).toMatch(/\[x\] .*[Pp]rofil/);
    },
  );

  test("refuses labels that nobody recorded", async () => {
    const { code, err } = await tailgate("progress", "p9");
    expect([code, err.split("\n")[0]]).toEqual([exit.noData, "error: nothing is saved under p9"]);
  });
});
