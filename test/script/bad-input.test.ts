// Scripts that are wrong, on both engines: one clear line, an exit code, and what was measured is not lost.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runExit } from "../../cli/measure/run-exit.ts";
import { exit } from "../../lib/core/exit.ts";
import { runModel } from "../../report/model/run-model.ts";
import { plainPaint } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import { startTarget, type TargetServer } from "../conformance/target-server.ts";
import { expectJudged, onQuietMachine } from "../support/judged.ts";
import { engines } from "../support/real-k6.ts";
import { type ForeignFolder, foreignFolder } from "./foreign-script.ts";

let target: TargetServer;
let folder: ForeignFolder;
beforeAll(async () => {
  target = await startTarget();
  folder = await foreignFolder(target.url);
});
afterAll(async () => {
  await folder.remove();
  await target.close();
});

const ASK = 'import http from "k6/http"; const ask = () => http.get(__ENV.TARGET + "/echo");';

interface Case {
  readonly name: string;
  readonly script: string;
  readonly code: number;
  /** In what the user sees. */
  readonly says: RegExp;
  /** Requests in the recording; undefined: nothing is recorded. */
  readonly recorded: number | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly command?: string;
  /** Whether k6 is asked, too: not where our own code says no before any engine, or reads samples alike. */
  readonly onK6?: false;
}

const cases: readonly Case[] = [
  {
    name: "no-requests",
    script: "export default function () {}",
    code: 4,
    says: /no requests? (was|were|at all)|nothing was measured|no request/i,
    recorded: 0,
  },
  {
    name: "throws-in-init",
    script: "const nothing = undefined;\nnothing.anything;\nexport default function () {}",
    code: 107,
    says: /undefined.*throws-in-init\.js:2/s,
    recorded: undefined,
  },
  {
    name: "no-such-module",
    onK6: false,
    script: 'import { x } from "./nowhere.js"; export default function () { x(); }',
    code: 107,
    says: /nowhere\.js/,
    recorded: undefined,
  },
  {
    name: "wrong-threshold",
    onK6: false,
    script: `${ASK} export const options = { thresholds: { http_req_duration: ["p95<200"] } }; export default ask;`,
    code: 104,
    says: /p95/,
    recorded: undefined,
  },
  {
    name: "threshold-on-nothing",
    onK6: false,
    script: `${ASK} export const options = { thresholds: { no_such_metric: ["count>1"] } }; export default ask;`,
    code: 104,
    says: /no_such_metric/,
    recorded: undefined,
  },
  {
    name: "threshold-without-data",
    script: `import { Trend } from "k6/metrics"; ${ASK} new Trend("never"); export const options = { thresholds: { never: ["avg<1"] } }; export default ask;`,
    code: 3,
    command: "gate",
    says: /never: avg<1/,
    recorded: 1,
  },
  {
    name: "exec-only",
    onK6: false,
    script: `${ASK} export const options = { scenarios: { a: { executor: "shared-iterations", exec: "one" } } }; export function one() { ask(); }`,
    code: 2,
    env: { USERS: "2", DURATION: "1s" },
    says: /USERS runs the script's default function, and it has none \(it exports .*one/,
    recorded: undefined,
  },
  {
    name: "throws-in-an-iteration",
    script: `${ASK} export const options = { iterations: 3 }; export default function () { ask(); if (__ITER === 1) throw new Error("by then"); }`,
    code: 107,
    says: /by then[\s\S]*throws-in-an-iteration\.js/,
    recorded: 3,
  },
  {
    name: "throws-in-setup",
    script: `${ASK} export function setup() { throw new Error("before all"); } export default ask;`,
    code: 107,
    says: /before all/,
    recorded: undefined,
  },
  {
    name: "throws-in-teardown",
    script: `${ASK} export function teardown() { throw new Error("after all"); } export default ask;`,
    code: 107,
    says: /after all/,
    recorded: 1,
  },
  {
    name: "throws-in-summary",
    script: `${ASK} export default ask; export function handleSummary() { throw new Error("no words"); }`,
    code: 107,
    says: /no words/,
    recorded: 1,
  },
  {
    name: "stops-by-threshold",
    script: `import { sleep } from "k6"; ${ASK} export const options = { vus: 1, duration: "60s", thresholds: { "http_reqs{scenario:default}": [{ threshold: "count<1", abortOnFail: true }] } }; export default function () { ask(); sleep(60); }`,
    code: 99,
    says: /ended the run early: 1 threshold with abortOnFail failed: http_reqs\{scenario:default\}/,
    recorded: 1,
  },
  {
    name: "objectives-of-nothing",
    onK6: false,
    script: `${ASK} export default ask;`,
    code: 3,
    env: { OBJECTIVES: "GET /ecko: p50<10s" },
    command: "gate",
    says: /there is no endpoint GET \/ecko; the nearest is GET \/echo/,
    recorded: 1,
  },
  {
    name: "ends-itself",
    script: `import exec from "k6/execution"; ${ASK} export const options = { iterations: 5 }; export default function () { ask(); exec.test.abort("enough"); }`,
    code: 108,
    says: /enough/,
    recorded: 1,
  },
  {
    name: "overlapping",
    onK6: false,
    script: `${ASK} const one = { executor: "shared-iterations", iterations: 2, vus: 1 }; export const options = { scenarios: { a: one, b: one } }; export default ask;`,
    code: 0,
    says: /\/echo/,
    recorded: 4,
  },
  {
    name: "thousand-urls",
    onK6: false,
    script: `import http from "k6/http"; export default function () { for (let i = 0; i < 150; i++) http.get(\`\${__ENV.TARGET}/echo\`, { tags: { name: "page-" + i } }); }`,
    code: 0,
    says: /more than a hundred endpoints: 50 requests are under "others"/,
    recorded: 150,
  },
];

describe.each(engines)("with $engine", ({ engine, skip }) => {
  const asked = engine === "k6" ? cases.filter(({ onK6 }) => onK6 !== false) : cases;
  test.skipIf(skip).concurrent.each(asked)("$name", async ({ name, script, code, says, recorded, env, command }) => {
    const path = await folder.write(`${name}.js`, script);
    const label = `${name}-${engine}`;
    const ended = await folder.tailgate([command ?? "run", path, "--label", label], { ENGINE: engine, ...env });
    const seen = `${ended.err}${ended.out}`;
    expect(seen).not.toContain("bug in tailgate");
    if (recorded === undefined) {
      expect(ended.code, seen).toBe(code);
      expect(seen).toMatch(says);
      await expect(folder.recording(label)).rejects.toThrow();
      return;
    }
    const recording = await folder.recording(label);
    expect(recording.endpoints.reduce((sum, e) => sum + e.count, 0)).toBe(recorded);
    if (code !== exit.ok && code !== exit.noData) {
      expect(ended.code, seen).toBe(code);
      expect(seen).toMatch(says);
      return;
    }
    const question = command === "gate" ? "gate" : "record";
    expectJudged(ended.code, recording, question);
    const quiet = onQuietMachine(recording);
    expect(runExit(quiet, question)).toBe(code);
    expect(`${ended.err}${renderTerminal(runModel(quiet), plainPaint)}`).toMatch(says);
  });
});
