// The log of a run on both engines: its lines, its formats and where it goes; and what an interrupted setup leaves out.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isRecord } from "../../lib/core/json.ts";
import { findK6, runner, threadedRunner } from "./engines.ts";
import { said } from "./summary-reader.ts";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "conformance-logs-"));
});
afterAll(() => rm(directory, { recursive: true }));

/** Lines of a log in JSON: level, message and source, and whether there is an error with them. */
const entries = (text: string): readonly unknown[] =>
  text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line): unknown => JSON.parse(line))
    .map((entry) =>
      isRecord(entry) ? [entry.level, entry.msg, entry.source, String(entry.error).slice(0, 26)] : entry,
    );

const spoken = (source: string | undefined): readonly unknown[] => [
  ["info", "said two words { a: 1 }", source, "undefined"],
  ["warning", "w", source, "undefined"],
  ["error", "e", source, "undefined"],
];
const failed = ["warning", "Request Failed", undefined, 'Get "http://127.0.0.1:1/":'];

const k6 = findK6();
describe.each([runner, threadedRunner, ...(k6 === undefined ? [] : [k6])])("$label", (engine) => {
  test.concurrent("logs the console and each failed request, as JSON when told", async () => {
    const ran = await engine.run("logging.js", { args: ["--log-format", "json", "--summary-mode=disabled"] });
    expect(ran.exit, ran.stderr).toBe(0);
    expect(entries(ran.stderr)).toEqual([...spoken("console"), failed]);
  });

  test.concurrent("sends the console to one file and the log to another, by variables too", async () => {
    const [console, log] = ["console", "log"].map((name) => join(directory, `${name}-${engine.label}`));
    const env = { K6_LOG_FORMAT: "json", K6_LOG_OUTPUT: `file=${log}`, K6_CONSOLE_OUTPUT: String(console) };
    const ran = await engine.run("logging.js", { env, args: ["--summary-mode=disabled"] });
    expect(ran).toMatchObject({ exit: 0, stdout: "", stderr: "" });
    expect(entries(await readFile(String(console), "utf8"))).toEqual(spoken(undefined));
    expect(entries(await readFile(String(log), "utf8"))).toEqual([failed]);
  });
});

describe.each([runner, ...(k6 === undefined ? [] : [k6])])("$label", (engine) => {
  test.concurrent("ends with 255 for an output that is not there", async () => {
    const ran = await engine.run("logging.js", { args: ["--log-output=paper"] });
    expect(ran.exit).toBe(255);
    expect(ran.stderr).toContain("unsupported log output 'paper'");
  });

  test.concurrent("an interrupted setup is followed by neither iterations nor teardown, but by the summary", async () => {
    const ran = await engine.run("long-setup.js", { interruptOn: "said setup" });
    expect(ran.exit).toBe(105);
    expect(said(ran, "said")).toEqual(["setup"]);
    expect(ran.written).toMatchObject({ root_group: {} });
  });
});
