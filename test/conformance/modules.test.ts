// Modules beside k6/http, on both engines: what their functions give, written down as k6 gives it.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findK6, runner } from "./engines.ts";
import { metric, said, value } from "./summary-reader.ts";
import { startTarget, type TargetServer } from "./target-server.ts";

const k6 = findK6();
let target: TargetServer;
beforeAll(async () => {
  target = await startTarget();
});
afterAll(() => target.close());

const base = (): { readonly env: Record<string, string> } => ({ env: { BASE: target.url } });

/** What the real k6 printed for each script, kept in a file: the runner must print the same. */
const k6Says = (name: string): string =>
  readFileSync(new URL(`k6-says/${name}.txt`, import.meta.url), "utf8").trimEnd();

describe.each(k6 === undefined ? [runner] : [runner, k6])("$label", (engine) => {
  test.concurrent.each([
    ["pages", "looks into pages, submits their forms and follows their links", []],
    ["sockets", "talks over WebSockets, however they end", []],
    ["event-sockets", "listens to WebSockets, and waits in what it does for them", []],
    ["files-and-secrets", "reads files and rows, and hides secrets", ["--secret-source=mock=a=s3cret!,b=other"]],
  ])("%s: %s", async (name, _what, args) => {
    const ran = await engine.run(`${name}.js`, { ...base(), args });
    expect(ran.exit, ran.stderr).toBe(0);
    expect(said(ran, "saw").join("\n")).toBe(k6Says(name));
  });

  test.concurrent("counts WebSockets, their messages and their pings", async () => {
    const ran = await engine.run("sockets.js", base());
    const counted = ["ws_sessions", "ws_sessions{status:101}", "ws_msgs_sent", "ws_msgs_received{my:tag}"];
    expect(counted.map((name) => value(ran, name, "count"))).toEqual([9, 6, 5, 3]);
    for (const name of ["ws_connecting", "ws_session_duration", "ws_ping"]) expect(metric(ran, name)).toBeDefined();
  });

  test.concurrent("counts what WebSockets with listeners do, pings and closing among what they send", async () => {
    const ran = await engine.run("event-sockets.js", base());
    const counted = ["ws_sessions", "ws_sessions{status:101}", "ws_msgs_sent", "ws_msgs_received{my:tag}"];
    expect(counted.map((name) => value(ran, name, "count"))).toEqual([6, 4, 7, 3]);
    for (const name of ["ws_connecting", "ws_session_duration", "ws_ping"]) expect(metric(ran, name)).toBeDefined();
  });
});
