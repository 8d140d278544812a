// Takes public k6 scripts up the whole ladder on both engines: run, gate, a comparison with itself, report. Each table is
// held against the counts of k6's own summary of the same run. Not part of the tests, as `main.ts` beside it:
//
//   unshare -rn sh -c 'ip link set lo up; node build/ladder.js DIRECTORY LIST OUT.json'

import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { runExit } from "../../cli/measure/run-exit.ts";
import { isRecord } from "../../lib/core/json.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { readRecording } from "../../lib/node/recording-file.ts";
import { builtFile } from "../../lib/node/suite-root.ts";
import { copyForRun } from "./prepare.ts";
import { startStandIn } from "./stand-in.ts";

const [, , directory = "", list = "", out = ""] = process.argv;
if ([directory, list, out].includes("")) {
  process.stderr.write("usage: make corpus-ladder DIRECTORY=… LIST=… OUT=….json\n");
  process.exit(2);
}

/** A second of one user, whatever the script's own load. */
const LOAD = { USERS: "1", DURATION: "1s", WARMUP: "0s" };
/** A comparison makes twenty runs. */
const LONGEST_MS = 300_000;

interface Ended {
  readonly code: number;
  readonly text: string;
}

const tailgate = (args: readonly string[], cwd: string, env: Readonly<Record<string, string>>): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [builtFile("cli.js"), ...args], {
      cwd,
      env: { ...process.env, ...LOAD, ...env, RESULTS_DIR: join(cwd, "results") },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LONGEST_MS,
    });
    let text = "";
    const note = (part: Buffer): void => {
      text = `${text}${part.toString()}`.slice(-20_000);
    };
    child.stdout.on("data", note);
    child.stderr.on("data", note);
    child.on("close", (code) => resolve({ code: code ?? -1, text }));
  });

/** The script with a summary of ours beside it, in the place of its own. */
async function withSummary(script: string): Promise<string> {
  const from = JSON.stringify(`./${basename(script)}`);
  const path = join(dirname(script), `ladder-${basename(script)}`);
  const summary = "export const handleSummary = ({ metrics }) => ({ [__ENV.SUMMARY]: JSON.stringify(metrics) });";
  await writeFile(path, `export * from ${from};\nexport { default } from ${from};\n${summary}\n`);
  return path;
}

async function recordingsUnder(cwd: string, label: string): Promise<readonly Recording[]> {
  const folder = join(cwd, "results", label);
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.filter((n) => n.endsWith(".recording.json")).map((n) => readRecording(join(folder, n))));
}

const valueIn = (summary: unknown, metric: string, key: string): number => {
  const entry = isRecord(summary) ? summary[metric] : undefined;
  const value = isRecord(entry) && isRecord(entry.values) ? entry.values[key] : undefined;
  return typeof value === "number" ? value : 0;
};

/** What the table says otherwise than the summary; undefined when nothing. */
function difference(recording: Recording, summary: unknown): string | undefined {
  const sum = (of: (e: Recording["endpoints"][number]) => number): number =>
    recording.endpoints.reduce((total, e) => total + of(e), 0);
  const checks = (of: "passes" | "fails"): number => recording.checks.reduce((total, c) => total + c[of], 0);
  const pairs: readonly (readonly [string, number, number])[] = [
    ["requests", sum((e) => e.count), valueIn(summary, "http_reqs", "count")],
    ["failed", sum((e) => e.failed), valueIn(summary, "http_req_failed", "passes")],
    ["checks held", checks("passes"), valueIn(summary, "checks", "passes")],
    ["checks failed", checks("fails"), valueIn(summary, "checks", "fails")],
    ...recording.metrics
      .filter(({ type }) => type === "counter")
      .map(({ name, sum: total }) => [name, total, valueIn(summary, name, "count")] as const),
  ];
  const wrong = pairs.filter(([, ours, theirs]) => Math.abs(ours - theirs) > 1e-6);
  return wrong.length === 0 ? undefined : wrong.map(([what, a, b]) => `${what} ${a} and not ${b}`).join(", ");
}

interface Found {
  readonly script: string;
  readonly engine: string;
  /** What went wrong, a line each; none: all of the ladder holds. */
  readonly problems: readonly string[];
  /** Exit codes of run, gate and compare. */
  readonly codes: readonly number[];
}

async function climb(script: string, engine: string, cwd: string): Promise<Found> {
  const name = basename(script);
  const problems: string[] = [];
  const env = (label: string) => ({ ENGINE: engine, SUMMARY: join(cwd, `${label}.json`) });
  const codes: number[] = [];
  for (const [command, label] of [
    ["run", `${name}-${engine}-a`],
    ["gate", `${name}-${engine}-b`],
  ] as const) {
    const { code, text } = await tailgate([command, script, "--label", label], cwd, env(label));
    codes.push(code);
    const [recording] = await recordingsUnder(cwd, label);
    if (recording === undefined) {
      problems.push(`${command}: exit ${code}, nothing recorded: ${text.trim().split("\n").at(-2)}`);
      return { script: name, engine, problems, codes };
    }
    const expected = runExit(recording, command === "run" ? "record" : "gate");
    if (code !== expected) problems.push(`${command}: exit ${code}, and the recording says ${expected}`);
    const summary: unknown = await readFile(join(cwd, `${label}.json`), "utf8").then(JSON.parse, () => undefined);
    if (summary === undefined && !recording.partial) problems.push(`${command}: no summary`);
    const differs = summary === undefined ? undefined : difference(recording, summary);
    if (differs !== undefined) problems.push(`${command}: ${differs}`);
  }
  // In pairs, and against itself: without a service that is named both sides are the script's own hosts.
  const label = `${name}-${engine}-c`;
  const compared = await tailgate(["compare", script, "--label", label], cwd, { ...env(label), REST: "0" });
  codes.push(compared.code);
  // Of itself it must not be another; what a busy machine or too little data leaves open is no fault.
  const wrongAnswers = compared.code === 99 && codes.includes(99);
  if (!wrongAnswers && ![0, 3, 4].includes(compared.code)) problems.push(`compare: exit ${compared.code}`);
  const reported = await tailgate(["report", `${name}-${engine}-a`, "--format", "html,csv,junit"], cwd, {});
  if (reported.code !== 0) problems.push(`report: exit ${reported.code}`);
  return { script: name, engine, problems, codes };
}

const server = await startStandIn();
const work = await mkdtemp(join(tmpdir(), "corpus-ladder-"));
const founds: Found[] = [];
try {
  await copyForRun(directory, work, server.port, "");
  for (const name of (await readFile(list, "utf8")).split("\n").filter((line) => line !== "")) {
    const script = await withSummary(join(work, name));
    for (const engine of ["runner", "k6"]) {
      const found = await climb(script, engine, work);
      server.take();
      founds.push(found);
      process.stdout.write(`${found.codes.join(" ")}\t${engine}\t${name}\t${found.problems.join("; ") || "holds"}\n`);
      await writeFile(out, JSON.stringify(founds, null, 1));
    }
  }
} finally {
  await rm(work, { recursive: true, force: true });
  server.close();
}
const held = founds.filter(({ problems }) => problems.length === 0).length;
process.stdout.write(`${held} of ${founds.length} hold\n`);
