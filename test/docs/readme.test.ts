// The README is a promise: its targets exist, and its first commands do what it says (its links: links.test.ts).

import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isRecord } from "../../lib/core/json.ts";
import { suiteRoot } from "../../lib/node/suite-root.ts";
import { expectJudged } from "../support/judged.ts";
import { onlyRecording } from "../support/only-recording.ts";

const run = promisify(execFile);
const root = suiteRoot();
const readme = readFileSync(join(root, "README.md"), "utf8");
const makefile = readFileSync(join(root, "Makefile"), "utf8");

/** The lines of every ```sh block, without comments. */
const commands = [...readme.matchAll(/```sh\n(.*?)```/gs)]
  .flatMap((block) => (block[1] ?? "").split("\n"))
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.replace(/ +# .*$/, ""));

const targets = new Set(
  [...readme.matchAll(/`make ([a-z-]+)`/g), ...commands.join("\n").matchAll(/\bmake ([a-z-]+)$/gm)].map(
    (m) => m[1] ?? "",
  ),
);

describe("README", () => {
  test("names only targets that exist", () => {
    expect(targets.size).toBeGreaterThan(8);
    expect([...targets].filter((t) => !makefile.includes(`\n${t}:`))).toEqual([]);
  });
  test("begins with install, init, run; in a clone with the main job and the tests, and CI runs the latter", () => {
    expect(commands.slice(0, 2)).toEqual([
      expect.stringMatching(/^npm install --save-dev \S+$/),
      expect.stringMatching(/^npx tailgate init /),
    ]);
    const { version }: { readonly version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect(commands[0]).toContain(`/tailgate-${version}.tgz`);
    const clone = commands.filter((line) => line.startsWith("make "));
    expect(clone.slice(0, 2)).toEqual(["make load-baseline", "make check"]);
    const ci = readFileSync(join(root, ".ci/run"), "utf8");
    expect(ci.trim().split("\n").at(-1)).toBe(clone[1]);
  });
  test("shows commands that make, tailgate or k6 would take", () => {
    for (const line of commands) expect(line).toMatch(/^([A-Z_]+=('[^']*'|\S+) )*(make|npx tailgate|npm install|k6) /);
  });
});

describe("every document", () => {
  // The site's generator has documents of its own once it is installed (make docs).
  const documents = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).filter(
    (f) => f.endsWith(".md") && !f.includes("node_modules"),
  );
  test("names only targets that exist", () => {
    const named = documents.flatMap((file) =>
      [...readFileSync(join(root, "docs", file), "utf8").matchAll(/`(?:[A-Z_]+=\S+ )*make ([a-z-]+)/g)].map(
        (m) => m[1] ?? "",
      ),
    );
    expect(named.length).toBeGreaterThan(20);
    expect([...new Set(named)].filter((t) => !makefile.includes(`\n${t}:`))).toEqual([]);
  });
});

describe("its commands", () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "tailgate-"));
  });
  afterAll(() => rm(dir, { recursive: true }));
  const { PATH, HOME } = process.env;
  // Shorter than by default: what is tested is that they work. The bundles are built already.
  const make = (target: string) =>
    run("make", ["-o", "build", target], {
      cwd: root,
      env: { PATH, HOME, RESULTS_DIR: dir, DURATION: "3s", WARMUP: "1s" },
    });

  test("make load-baseline leaves a recording and a report", async () => {
    const ended = await make("load-baseline").catch((error: unknown) => error);
    expect(ended).toMatchObject({ stdout: expect.stringContaining("Measurement") });
    // make's own code is 2 for any failure; the command's is in what make says of it.
    const { stderr } = isRecord(ended) || ended instanceof Error ? { stderr: "", ...ended } : { stderr: "" };
    const failed = /\[Makefile:\d+: load-baseline\] Error (\d+)/.exec(String(stderr))?.[1];
    expectJudged(ended instanceof Error ? Number(failed) : 0, await onlyRecording(dir, "baseline"), "record");
    const files = await readdir(join(dir, "baseline"));
    expect(files.filter((f) => f.endsWith(".html"))).toHaveLength(1);
  });
  test("make help lists every load target", async () => {
    const { stdout } = await make("help");
    for (const t of targets) if (t.startsWith("load-")) expect(stdout).toContain(`make ${t}`);
  });
  test("a target says its exit code in words", async () => {
    const failed = await run("make", ["-o", "build", "load-smoke"], {
      cwd: root,
      env: { PATH, HOME, RESULTS_DIR: dir, USERS: "none" },
    }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining("exit 2: usage or configuration error") });
  });
});
