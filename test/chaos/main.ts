// `make chaos`: runs that something befalls at a random time (SEED, RUNS). Every one must end in its time, with an exit
// code of the table that is no pass, leave a recording that is whole or says that it is not, and leave behind no
// process and no file with the secret it was given.

import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { exit, exitMeaning } from "../../lib/core/exit.ts";
import { seededRandom } from "../../lib/core/random.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { readRecording } from "../../lib/node/recording-file.ts";
import { filesWith, gone, processesOf } from "../support/left-behind.ts";
import { mortalService } from "../support/mortal-service.ts";
import { engines } from "../support/real-k6.ts";
import { type Ended, startTailgate } from "../support/tailgate-process.ts";
import { type Fault, faults } from "./faults.ts";

const RUNS = Number(process.env.RUNS || 30);
const SEED = Number(process.env.SEED || 1);
const AT_ONCE = Number(process.env.AT_ONCE || 2);
const DURATION_S = 20;
/** A run's own time, an engine's grace after it, and a slow machine's start. */
const MOST_MS = 180_000;
const SECRET = "chaos-hunter22";

interface Plan {
  readonly n: number;
  readonly engine: "k6" | "runner";
  readonly service: "reference" | "command";
  readonly fault: Fault;
  /** Before the load, counted from the start of the command; else counted from the load's first figures. */
  readonly early: boolean;
  readonly afterMs: number;
}

const available = engines.flatMap(({ engine, skip }) => (skip ? [] : [engine]));

/** Every fault comes at least twice in thirty runs; the rest is drawn. */
const plans = (): readonly Plan[] => {
  const random = seededRandom(SEED);
  const pick = <T>(of: readonly T[]): T => {
    const one = of[Math.floor(random() * of.length)];
    if (one === undefined) throw new Error("nothing to pick from");
    return one;
  };
  return Array.from({ length: RUNS }, (_, n) => {
    const fault = faults[n % faults.length] ?? pick(faults);
    const early = fault.alsoEarly && random() < 0.3;
    return {
      n: n + 1,
      engine: pick(available),
      service: pick(["reference", "command"] as const),
      fault,
      early,
      afterMs: random() * (early ? 4000 : 9000),
    };
  });
};

/** Recordings anywhere under the run's folder. */
async function recordingsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith(".recording.json")).map((name) => join(folder, name));
}

/** What is wrong with a recording: it must be readable, and a run cut short must say so. */
async function recordingProblems(path: string): Promise<readonly string[]> {
  let recording: Recording;
  try {
    recording = await readRecording(path);
  } catch (error) {
    return [`${path}: ${error instanceof Error ? error.message : String(error)}`];
  }
  const short = recording.durationMs < DURATION_S * 1000;
  return short && !recording.partial ? [`${path} is of ${recording.durationMs} ms and not marked as partial`] : [];
}

interface Outcome {
  readonly ended: Ended | "did not end";
  readonly struck: string;
  readonly problems: readonly string[];
}

const exitProblems = ({ code, signal, out, err }: Ended): readonly string[] => {
  // Node was still loading the command: there was nobody yet to take the signal.
  if (code === null && out + err === "") return [];
  if (code === null) return signal === "SIGKILL" || signal === "SIGSEGV" ? [] : [`it ended by ${signal}`];
  if (code === exit.ok) return ["it passed"];
  if (code === exit.bug) return ["it called it a bug"];
  return code in exitMeaning ? [] : [`exit code ${code} is not in the table`];
};

async function runOne({ engine, service, fault, early, afterMs }: Plan): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "tailgate-chaos-"));
  const { command } = await mortalService(folder, "mortal");
  const run = startTailgate(["gate", "baseline", "--label", "chaos"], {
    ENGINE: engine,
    RESULTS_DIR: join(folder, "results"),
    TMPDIR: folder,
    WARMUP: "0s",
    DURATION: `${DURATION_S}s`,
    HEADERS: `Authorization: Bearer ${SECRET}`,
    ...(service === "command" ? { CMD: command } : {}),
  });
  const late = delay(MOST_MS, "did not end" as const, { ref: false });
  if (!early) await Promise.race([run.saw("req/s").catch(() => undefined), late]);
  await Promise.race([delay(afterMs), run.ended]);
  const over = run.child.exitCode !== null || run.child.signalCode !== null;
  const struck = over ? "nothing: it had ended" : await fault.strike({ run, engine, folder });
  const ended = await Promise.race([run.ended, late]);
  const problems: string[] = [];
  if (over) problems.push("it ended before the fault");
  if (ended === "did not end") {
    problems.push("it did not end");
    run.child.kill("SIGKILL");
  } else {
    problems.push(...exitProblems(ended));
    if (`${ended.out}${ended.err}`.includes(SECRET)) problems.push("it printed the secret");
  }
  problems.push(...(await gone(() => processesOf(folder), 30_000)).map((line) => `left behind: ${line}`));
  problems.push(...filesWith(SECRET, folder).map((path) => `the secret is in ${path}`));
  for (const path of await recordingsIn(folder)) problems.push(...(await recordingProblems(path)));
  if (existsSync(folder) && problems.length === 0) await rm(folder, { recursive: true, force: true });
  return { ended, struck, problems };
}

const resultText = (ended: Outcome["ended"]): string =>
  ended === "did not end" ? ended : ended.code === null ? `ended by ${ended.signal}` : `exit ${ended.code}`;

let failed = 0;
const queue = [...plans()];
process.stdout.write(`${RUNS} runs, seed ${SEED}, ${AT_ONCE} at once; engines: ${available.join(", ")}\n`);
const work = async (): Promise<void> => {
  for (let plan = queue.shift(); plan !== undefined; plan = queue.shift()) {
    const { ended, struck, problems } = await runOne(plan);
    if (problems.length > 0) failed++;
    const when = `${plan.early ? "start" : "load"} + ${(plan.afterMs / 1000).toFixed(1)} s`;
    process.stdout.write(
      `${problems.length === 0 ? "ok  " : "FAIL"} ${plan.n} ${plan.engine}, ${plan.service}: ${plan.fault.name} at ${when} (${struck}): ${resultText(ended)}\n`,
    );
    for (const problem of problems) process.stdout.write(`       ${problem}\n`);
  }
};
await Promise.all(Array.from({ length: AT_ONCE }, work));
process.stdout.write(`${RUNS - failed} of ${RUNS} as they should be\n`);
process.exitCode = failed === 0 ? 0 : 1;
