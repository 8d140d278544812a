// The workflows of this repository, the action and the examples: read by GitHub's own parser, their scripts by bash,
// and held to the habits that keep a pull request from running what it likes.

import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import type { TemplateParseResult } from "@actions/workflow-parser";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { isRecord } from "../../lib/core/json.ts";
import { loadGithubParser } from "./github-parser.ts";

const sh = promisify(execFile);
const github = await loadGithubParser();
const trace = new github.NoOperationTraceWriter();

const workflows = [
  ...readdirSync(".github/workflows").map((name) => `.github/workflows/${name}`),
  "docs/examples/github-compare.yml",
];

interface Script {
  readonly name: string;
  readonly run: string;
}

/** Every mapping in the file that has the key, wherever it stands. */
const mappingsWith = (node: unknown, key: string): Record<string, unknown>[] => {
  if (Array.isArray(node)) return node.flatMap((item) => mappingsWith(item, key));
  if (!isRecord(node)) return [];
  const inner = Object.values(node).flatMap((value) => mappingsWith(value, key));
  return typeof node[key] === "string" ? [node, ...inner] : inner;
};

const contentOf = (name: string): unknown => parse(readFileSync(name, "utf8"));

const scriptsIn = (name: string): Script[] =>
  mappingsWith(contentOf(name), "run").map((step) => ({ name: String(step.name ?? "step"), run: String(step.run) }));

const errorsOf = (result: TemplateParseResult): string[] =>
  result.context.errors.getErrors().map((error) => `${error.message} ${error.range?.start.line ?? ""}`);

const parsedWorkflow = async (name: string, content: string): Promise<string[]> => {
  const result = github.parseWorkflow({ name, content }, trace);
  if (result.value === undefined) return ["nothing was read", ...errorsOf(result)];
  const template = await github.convertWorkflowTemplate(result.context, result.value);
  return [...errorsOf(result), ...(template.errors ?? []).map((error) => error.Message)];
};

describe.each(workflows)("%s", (name) => {
  test("is a workflow", async () => {
    expect(await parsedWorkflow(name, readFileSync(name, "utf8"))).toEqual([]);
  });
  test("asks for no more rights than it names, and ends in bounded time", () => {
    const content = contentOf(name);
    if (!isRecord(content) || !isRecord(content.jobs)) throw new Error("no jobs");
    expect(content.permissions).toMatchObject({ contents: "read" });
    for (const job of Object.values(content.jobs)) expect(job).toHaveProperty("timeout-minutes");
  });
});

describe("action.yml", () => {
  test("is an action", () => {
    const content = readFileSync("action.yml", "utf8");
    expect(errorsOf(github.parseAction({ name: "action.yml", content }, trace))).toEqual([]);
  });
});

describe.each([...workflows, "action.yml"])("%s", (name) => {
  test("runs scripts that bash can read", async () => {
    for (const { run } of scriptsIn(name)) await sh("bash", ["-n", "-c", run]);
  });
  test("puts no expression into a script, where a title could become a command", () => {
    for (const script of scriptsIn(name)) expect(script.run, script.name).not.toMatch(/\$\{\{/);
  });
  test("uses actions by version", () => {
    for (const { uses } of mappingsWith(contentOf(name), "uses")) {
      expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$|^OWNER\/tailgate@v\d+$|@[0-9a-f]{40}$/);
    }
  });
});

describe("the parser", () => {
  test("sees a fault when there is one", async () => {
    const broken = "on: push\njobs:\n  a:\n    runs-on: x\n    step:\n      - run: echo\n";
    expect((await parsedWorkflow("x.yml", broken)).join()).toContain("'step'");
  });
});

test("the GitLab example is YAML with a job that keeps its JUnit report", () => {
  expect(contentOf("docs/examples/gitlab-ci.yml")).toMatchObject({
    "load-test": { artifacts: { when: "always", reports: { junit: expect.stringContaining(".junit.xml") } } },
  });
});
