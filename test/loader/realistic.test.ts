// Scripts written as people write them for k6: they compile, keep their order, and stay synchronous where they can.

import { expect, test } from "vitest";
import { bundleScript } from "../../runner/loader/bundle.ts";
import { compareBothWays } from "./both-ways.ts";
import { withScript } from "./script-file.ts";

/** Runs a script of scripts/ both ways and gives its trace and the names of its async functions. */
async function traceOf(name: string): Promise<{ trace: readonly string[]; waiting: string[] }> {
  const { code } = await bundleScript(new URL(`scripts/${name}.js`, import.meta.url).pathname);
  const { refusals, plain, coloured, code: rewritten } = await compareBothWays(code);
  expect(refusals).toEqual([]);
  expect(coloured).toEqual(plain);
  const waiting = [...rewritten.matchAll(/async (?:function (\w+)|(\w+)\(.*\{$|\((?:.*)\) =>)/gm)];
  return { trace: plain, waiting: waiting.flatMap(([, named, method]) => named ?? method ?? []).sort() };
}

test("a shop: page objects, a cart, retries, custom metrics", async () => {
  const { trace, waiting } = await traceOf("shop");
  expect(waiting).toEqual(["add", "browse", "buy", "open", "open", "retry", "send", "setup", "teardown", "total"]);
  expect(trace.some((line) => line.startsWith("returned [4,200,"))).toBe(true);
  expect(trace.at(-1)).toContain('"del"');
  expect(trace.filter((line) => line.includes("request")).length).toBeGreaterThan(4);
});

test("create, read, update and delete: groups, a namespace of steps, pages", async () => {
  const { trace, waiting } = await traceOf("crud");
  expect(waiting).toEqual(["remove", "setup"]);
  expect(trace).toContain('"group" "update"');
  expect(trace.at(-1)).toMatch(/^returned/);
});

test("promises beside blocking calls", async () => {
  const { trace, waiting } = await traceOf("promises");
  expect(waiting).toEqual(["both", "promises_default"]);
  expect(trace.at(-1)).toBe("returned [200,200]");
});

test("CommonJS, JSON, enums, namespaces, and a module's functions by name", async () => {
  const files = {
    "script.ts": `import http from "k6/http";
import { group, sleep } from "k6";
import util, { retry } from "./util.cjs";
import * as steps from "./steps.ts";
import data from "./data.json";
enum Kind { A = 1, B }
namespace Tools { export const go = (n: number) => http.get("/" + n).status; export function pause() { sleep(1); } }
abstract class Base { protected abstract path(): string; run(): number { return http.get(this.path()).status; } }
class Impl extends Base { protected path() { return "/impl"; } }
export default function (): unknown {
  for (const [name, step] of Object.entries(steps)) if (typeof step === "function") group(name, step);
  return [retry(2, () => http.get("/r").status), util.each([1, 2], (x: number) => http.get("/" + x).status), steps.login(),
    steps.helper.deep.go(), Tools.go(Kind.B), Tools.pause(), new Impl().run(), data.items.map((i: number) => http.get("/" + i).status), util.sum([1, 2])];
}`,
    "steps.ts": `import http from "k6/http";
export const login = () => http.post("/login").status;
export const helper = { deep: { go: () => http.put("/deep").status } };
export function third() { return http.patch("/third"); }`,
    "util.cjs": `const inner = require("./inner.cjs");
exports.retry = function (n, fn) { let r; for (let i = 0; i < n; i++) r = inner.call(fn); return r; };
exports.each = (list, fn) => list.map(fn);
exports.sum = (list) => list.reduce((a, b) => a + b, 0);
exports.root = Function("return this")();`,
    "inner.cjs": "module.exports = { call(fn) { return fn(); } };",
    "data.json": '{ "items": [7, 8] }',
  };
  const { code } = await withScript(files, bundleScript);
  const { refusals, plain, coloured } = await compareBothWays(code);
  expect(refusals).toEqual([]);
  expect(coloured).toEqual(plain);
  expect(plain.at(-1)).toBe("returned [200,[200,200],200,200,200,null,200,[200,200],3]");
});
