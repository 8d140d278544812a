// What a live comparison leaves behind: its file, the reports beside it, and what GitHub is told. Needs `make build`,
// since the page's script is a bundle.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { publish } from "../../cli/compare/publish.ts";
import { comparePairs } from "../../lib/core/compare/pairs.ts";
import { testWorld } from "../support/test-world.ts";
import { pairsOf, tenPairs } from "./synthetic-pairs.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "tailgate-"));
});
afterEach(async () => {
  await rm(dir, { recursive: true });
});

const regressed = comparePairs(pairsOf(10, 1.25), tenPairs, { labels: { a: "baseline", b: "p1" } });

test("the comparison and its reports are under the label of B", async () => {
  const { world, seen } = testWorld({ RESULTS_DIR: dir });
  const paths = await publish(world, regressed);
  expect(paths.map((path) => path.replace(/^.*\/p1\/[^.]+/, ""))).toEqual([
    ".comparison.json",
    expect.stringMatching(/\.html$/),
    expect.stringMatching(/\.md$/),
    expect.stringMatching(/\.junit\.xml$/),
  ]);
  expect(JSON.parse(await readFile(paths[0] ?? "", "utf8"))).toEqual(JSON.parse(JSON.stringify(regressed)));
  expect(seen.err).toBe("");
});

test("in an action GitHub is told, and what the summary held stays", async () => {
  const summary = join(dir, "summary.md");
  await writeFile(summary, "before\n");
  const { world, seen } = testWorld({ RESULTS_DIR: dir, GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary });
  await publish(world, regressed);
  expect(seen.err).toMatch(/^::error title=/m);
  expect(seen.out).toBe("");
  expect(await readFile(summary, "utf8")).toMatch(/^before\n[\s\S]*regressed/);
});
