// The steps of action.yml, run by bash as GitHub would run them, on recordings that are already there.

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parse } from "yaml";
import { isRecord } from "../../lib/core/json.ts";
import { writeRecording } from "../../lib/node/recording-file.ts";
import { suiteRoot } from "../../lib/node/suite-root.ts";
import { shortRun, syntheticRecording } from "./synthetic-recording.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tailgate-action-"));
  await writeFile(join(folder, "output"), "");
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const scriptOf = async (stepName: string): Promise<string> => {
  const action: unknown = parse(await readFile(join(suiteRoot(), "action.yml"), "utf8"));
  const steps = isRecord(action) && isRecord(action.runs) && Array.isArray(action.runs.steps) ? action.runs.steps : [];
  const step: unknown = steps.find((s: unknown) => isRecord(s) && s.name === stepName);
  if (!isRecord(step) || typeof step.run !== "string") throw new Error(`no step ${stepName}`);
  return step.run;
};

/** Runs a step with GitHub's shell options and resolves to its exit code and stdout. */
const runStep = async (name: string, env: Record<string, string>): Promise<{ code: number; out: string }> => {
  const script = await scriptOf(name);
  return new Promise((resolve) => {
    execFile(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          GITHUB_ACTION_PATH: suiteRoot(),
          TAILGATE: join(suiteRoot(), "build/cli.js"),
          GITHUB_OUTPUT: join(folder, "output"),
          RESULTS_DIR: join(folder, "results"),
          LABEL: "ci",
          HISTORY: "",
          ...env,
        },
      },
      (error, stdout) => resolve({ code: typeof error?.code === "number" ? error.code : 0, out: stdout }),
    );
  });
};

const outputs = async (): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await readFile(join(folder, "output"), "utf8"))
      .trim()
      .split("\n")
      .map((line) => line.split("=", 2)),
  );

test("a version that is asked for comes from the registry, otherwise the repository's own is run", async () => {
  const installed = join(folder, "node_modules/tailgate/build");
  await mkdir(installed, { recursive: true });
  await writeFile(join(installed, "cli.js"), "");
  await runStep("Choose Tailgate", { VERSION: "", FOLDER: "/temp/package" });
  expect(await outputs()).toMatchObject({ from: "repository", command: join(installed, "cli.js") });
  await runStep("Choose Tailgate", { VERSION: "1.2.3", FOLDER: "/temp/package" });
  const command = "/temp/package/node_modules/tailgate/build/cli.js";
  expect(await outputs()).toEqual({ from: "registry", key: "1.2.3", folder: "/temp/package", command });
});

test("where nothing is installed it is the action's own commit, told from others by its content", async () => {
  const action = join(folder, "action");
  const keyWith = async (content: string): Promise<string | undefined> => {
    await mkdir(action, { recursive: true });
    await writeFile(join(action, "cli.ts"), content);
    await runStep("Choose Tailgate", { VERSION: "", FOLDER: "/temp/package", GITHUB_ACTION_PATH: action });
    const { from, key } = await outputs();
    expect(from).toBe("commit");
    return key;
  };
  const [one, other, again] = [await keyWith("1"), await keyWith("2"), await keyWith("1")];
  expect(one).toMatch(/^[0-9a-f]{64}$/);
  expect(other).not.toBe(one);
  expect(again).toBe(one);
});

test("the report step leaves files and names the comment", async () => {
  const run = syntheticRecording({ ...shortRun, slowdown: 1.5 });
  await writeRecording(join(folder, "results"), { ...run, label: "ci", id: "20261124T060000Z-ci" });
  const history = join(folder, "history.jsonl");
  const { code } = await runStep("Report", { HISTORY: history });
  expect(code).toBe(0);
  expect((await readdir(join(folder, "results/reports"))).sort()).toEqual([
    "20261124T060000Z-ci.comment.md",
    "20261124T060000Z-ci.csv",
    "20261124T060000Z-ci.html",
    "20261124T060000Z-ci.junit.xml",
    "20261124T060000Z-ci.md",
    "20261124T060000Z-ci.report.json",
    "history.html",
    "history.md",
  ]);
  expect(await readFile(join(folder, "output"), "utf8")).toBe(
    `comment=${join(folder, "results/reports/20261124T060000Z-ci.comment.md")}\n`,
  );
  expect((await readFile(history, "utf8")).trim().split("\n")).toHaveLength(1);
});

test("the report step says so when nothing was measured", async () => {
  const { code, out } = await runStep("Report", {});
  expect([code, out]).toEqual([0, "::warning title=Tailgate::nothing was measured, so there is nothing to report\n"]);
});

test("the measure step keeps the exit code for the last step", async () => {
  const { code } = await runStep("Measure", {
    TAILGATE_COMMAND: "gate",
    TAILGATE_SCENARIO: "",
    TAILGATE_STRICT: "false",
    TAILGATE_ENVIRONMENT: "USERS=none\nnot a variable; touch owned\n$(touch owned)",
  });
  expect(code).toBe(0);
  expect(await readFile(join(folder, "output"), "utf8")).toBe(`exit-code=2\nresults=${join(folder, "results")}\n`);
  expect(await readdir(folder)).not.toContain("owned");
});

test.each([
  ["0", 0],
  ["1", 1],
  ["99", 99],
  ["", 70],
])("the verdict step ends with %j as %i", async (given, code) => {
  expect((await runStep("Verdict", { CODE: given })).code).toBe(code);
});
