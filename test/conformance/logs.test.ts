// The log of a run on both engines: its lines, its formats and where it goes; and what an interrupted setup leaves out.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isRecord } from "../../lib/core/json.ts";
import { findK6, runner, threadedRunner } from "./engines.ts";
import { said } from "./summary-reader.ts";
import { startTarget, type TargetServer } from "./target-server.ts";

let directory: string;
let target: TargetServer;
beforeAll(async () => {
  target = await startTarget();
  directory = await mkdtemp(join(tmpdir(), "conformance-logs-"));
});
afterAll(async () => {
  await target.close();
  await rm(directory, { recursive: true });
});

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
  test.concurrent("what a module warns of is not what the script printed", async () => {
    const args = ["--log-format=json", "--summary-mode=disabled"];
    const ran = await engine.run("left-behind.js", { args, env: { BASE: target.url } });
    const warned = entries(ran.stderr).filter(
      (entry) => Array.isArray(entry) && String(entry[1]).includes("setTimeout"),
    );
    expect(warned).toEqual([
      ["warning", "setTimeout 1 was stopped because the VU iteration was interrupted", undefined, "undefined"],
    ]);
  });

  test.concurrent("shows requests and answers as they were sent when told to", async () => {
    const args = ["--http-debug=full", "--log-format=json", "--summary-mode=disabled"];
    const ran = await engine.run("outputs.js", { args, env: { BASE: target.url } });
    const shown = entries(ran.stderr).flatMap((entry) =>
      Array.isArray(entry) && entry[2] === "http-debug" ? [String(entry[1])] : [],
    );
    const host = target.url.replace("http://", "");
    expect(shown).toHaveLength(3);
    expect(shown[0]).toMatch(/^Request:\nGET \/status\/200\?x=1,2 HTTP\/1\.1\nHost: /);
    expect(shown[0]).toContain(`Host: ${host}\n`);
    expect(shown[1]).toMatch(/^Response:\nHTTP\/1\.1 200 OK\n(.+\n)+\nstatus 200\n$/);
    expect(shown[1]).toContain("Content-Length: ");
    expect(shown[2]).toContain("Host: 127.0.0.1:1\n");
  });

  test.concurrent("ends with 255 for an output that is not there", async () => {
    const ran = await engine.run("logging.js", { args: ["--log-output=paper"] });
    expect(ran.exit).toBe(255);
    expect(ran.stderr).toContain("unsupported log output 'paper'");
  });

  test.concurrent("an interrupted setup is followed by neither iterations nor teardown, but by the summary", async () => {
    const ran = await engine.run("long-setup.js", { interruptOn: "said setup" });
    expect(ran.exit).toBe(105);
    // k6 v2.2.0 itself tears down in some runs (3 of 40, one after another).
    const known = engine.name === "k6" ? said(ran, "said").filter((word) => word !== "teardown") : said(ran, "said");
    expect(known).toEqual(["setup"]);
    expect(ran.written).toMatchObject({ root_group: {} });
  });
});
