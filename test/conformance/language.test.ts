// The language and the modules of scripts as people write them: what a script prints is the same on both engines, and
// so is how its process ends.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findK6, runner } from "./engines.ts";
import { said } from "./summary-reader.ts";
import { startTarget, type TargetServer } from "./target-server.ts";

const k6 = findK6();
const engines = k6 === undefined ? [runner] : [runner, k6];

let target: TargetServer;
beforeAll(async () => {
  target = await startTarget();
});
afterAll(() => target.close());

interface Case {
  readonly script: string;
  /** `__ENV.WHERE` */
  readonly where?: string;
  /** What it prints. */
  readonly says: readonly string[];
  readonly exit?: number;
}

const cases: readonly Case[] = [
  { script: "aborts.js", where: "iteration", says: ["teardown", "51 0"], exit: 108 },
  { script: "aborts.js", where: "setup", says: ["0 0"], exit: 108 },
  { script: "aborts.js", where: "init", says: ["0 0"], exit: 108 },
];

describe.each(engines)("$label", (engine) => {
  test.concurrent.each(cases)("$script $where", async ({ script, where = "", says, exit = 0 }) => {
    const ran = await engine.run(script, { env: { BASE: target.url, WHERE: where } });
    expect(said(ran, "said"), ran.stderr).toEqual(says);
    expect(ran.exit).toBe(exit);
  });
});
