// Scripts written as people write them for k6: they compile, keep their order, and stay synchronous where they can.

import { expect, test } from "vitest";
import { bundleScript } from "../../runner/loader/bundle.ts";
import { compareBothWays } from "./both-ways.ts";

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
