// runScript in process, on what only a whole run shows: problems of the script told with their place, and ends in time.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tryScript } from "../../runner/testing/try-script.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "runner-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const run = async (source: string, iterations = 1) => {
  const script = join(directory, "script.ts");
  await writeFile(script, source);
  return await tryScript({ script, iterations });
};

test("a throw in init code is told with its line in the TypeScript source", async () => {
  const { outcome } = await run(
    'const wrong: string = "x";\nthrow new Error("init " + wrong);\nexport default function () {}\n',
  );
  expect(outcome.exitCode).toBe(107);
  expect(outcome.problem?.message).toBe("init code: Error: init x");
  expect(outcome.problem?.location).toMatch(/script\.ts:2:7$/);
});

test("iterations that throw are counted, told once, and fail the run", async () => {
  const { outcome, output } = await run("export default function () {\n  null.x;\n}\n", 3);
  expect(outcome).toMatchObject({ exitCode: 107, iterations: 3, scriptErrors: 3 });
  expect(outcome.firstScriptError).toMatch(/TypeError.* at .*script\.ts:2:/);
  expect(output.match(/^script error/gm)).toHaveLength(1);
});

test("a promise that nobody awaits fails the run, not the process", async () => {
  const source = `import { sleep } from "k6";
    export default function () {
      (async () => { throw new Error("lost"); })();
      sleep(0.02);
    }`;
  const { outcome } = await run(source, 2);
  expect(outcome).toMatchObject({ exitCode: 107, iterations: 2, scriptErrors: 2 });
  expect(outcome.firstScriptError).toContain("lost");
});

test("failed requests are listed up to a number for the whole thread, setup's among them", async () => {
  const source = `import http from "k6/http";
    const fail = () => { for (let i = 0; i < 60; i++) http.get("http://127.0.0.1:1/"); };
    export const setup = () => fail();
    export default () => fail();`;
  const { output } = await run(source);
  expect(output.match(/further failed requests/g)).toHaveLength(1);
});

test("a module and a name that the runner does not have are refused before any iteration", async () => {
  const missing = await run('import { Client } from "k6/net/grpc";\nexport default () => new Client();\n');
  expect(missing.outcome).toMatchObject({ exitCode: 107, iterations: 0 });
  expect(missing.outcome.problem?.message).toContain("k6/net/grpc");
  const name = await run('import { nosuch } from "k6";\nexport default () => nosuch();\n');
  expect(name.outcome.problem?.message).toContain("nosuch of 'k6'");
});

test("every option that is wrong is told at once", async () => {
  const thresholds = JSON.stringify({ nosuch: ["count>1"], checks: ["p(95)<1"] });
  const { outcome } = await run(`export const options = { thresholds: ${thresholds} };\nexport default () => {};\n`);
  expect(outcome.exitCode).toBe(104);
  expect(outcome.problem?.message).toContain("no metric 'nosuch'");
  expect(outcome.problem?.message).toContain("a rate has no p(95)");
});

test("what setup gives and JSON cannot carry is the script's mistake", async () => {
  const { outcome } = await run(
    "export const setup = () => { const ring: any = {}; ring.ring = ring; return ring; };\nexport default () => {};\n",
  );
  expect(outcome).toMatchObject({ exitCode: 107, iterations: 0 });
  expect(outcome.problem?.message).toMatch(/^setup\(\): TypeError: Converting circular structure/);
});

test("init code that only some VUs trip over fails the run", async () => {
  const { outcome } = await run('if (__VU === 1) throw new Error("not me");\nexport default function () {}\n');
  expect(outcome).toMatchObject({ exitCode: 107, iterations: 0 });
  expect(outcome.problem?.message).toBe("init code: Error: not me");
});
