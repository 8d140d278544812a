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
  /** What an iteration that threw means to k6: nothing. */
  readonly k6Exit?: number;
}

/** `exec.test.options` of progress.js, but for the lists that others tests look at. */
const allOptions = [
  "{'paused':null,'scenarios':{'each':{'executor':'per-vu-iterations','startTime':null,'gracefulStop':n",
  "ull,'env':null,'exec':null,'tags':null,'vus':1,'iterations':4,'maxDuration':null}},'executionSegment",
  "':null,'executionSegmentSequence':null,'noSetup':null,'setupTimeout':null,'noTeardown':null,'teardow",
  "nTimeout':null,'handleSummaryTimeout':null,'rps':null,'dns':{'ttl':null,'select':null,'policy':null}",
  ",'maxRedirects':null,'userAgent':null,'batch':null,'batchPerHost':null,'httpDebug':null,'insecureSki",
  "pTLSVerify':null,'tlsCipherSuites':null,'tlsVersion':null,'tlsAuth':null,'throw':null,'thresholds':{",
  "'iterations':['count>0']},'blacklistIPs':null,'blockHostnames':null,'hosts':null,'noConnectionReuse'",
  ":null,'noVUConnectionReuse':null,'minIterationDuration':null,'ext':null,'summaryTimeUnit':null,'tags",
  "':null,'metricSamplesBufferSize':null,'noCookiesReset':null,'discardResponseBodies':null,'features':",
  "null,'consoleOutput':null,'localIPs':null}",
].join("");

const cases: readonly Case[] = [
  { script: "progress.js", says: ["0", "0.25", "0.5", "0.75", allOptions, "6 14"] },
  { script: "compiled-imports.js", says: ["function 1 its default default,other", "{'one':1} 1"] },
  {
    script: "left-behind.js",
    says: ["a=x&d=&u=", "l=1&l=&l=z&o=", "timer of 1 in 1"],
    exit: 107,
    k6Exit: 0,
  },
  { script: "aborts.js", where: "iteration", says: ["teardown", "51 0"], exit: 108 },
  { script: "aborts.js", where: "setup", says: ["0 0"], exit: 108 },
  { script: "aborts.js", where: "init", says: ["0 0"], exit: 108 },
];

describe.each(engines)("$label", (engine) => {
  test.concurrent.each(cases)("$script $where", async ({ script, where = "", says, exit = 0, k6Exit = exit }) => {
    const ran = await engine.run(script, { env: { BASE: target.url, WHERE: where } });
    expect(said(ran, "said"), ran.stderr).toEqual(says);
    expect(ran.exit).toBe(engine.name === "k6" ? k6Exit : exit);
  });
});
