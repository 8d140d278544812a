// `tailgate doctor`: what this machine has for measuring, and what to do about what it lacks.

import { CliError, exit } from "../../lib/core/exit.ts";
import { stableJson } from "../../lib/core/json.ts";
import type { World } from "../../lib/core/world.ts";
import { hostFacts } from "../../lib/node/host-facts.ts";
import { measureParallelHeadroom } from "../../lib/node/parallel-headroom.ts";
import { machineCpu } from "../../lib/node/process-cpu.ts";
import { suiteVersion } from "../../lib/node/suite-facts.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import type { Command } from "../command.ts";
import { chooseEngine } from "../engine/choose-engine.ts";
import { claimLabel, resultsDir } from "../measure/results-dir.ts";

interface Finding {
  readonly what: string;
  readonly state: "good" | "note" | "bad";
  readonly detail: string;
}

const OLDEST_NODE = [20, 19] as const;

const nodeFinding = (version: string): Finding => {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const good = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return {
    what: "Node",
    state: good ? "good" : "bad",
    detail: good ? version : `${version}: install ${OLDEST_NODE.join(".")} or newer`,
  };
};

async function engineFinding(world: World): Promise<Finding> {
  try {
    const engine = await chooseEngine(world);
    return { what: "engine", state: "good", detail: `${engine.name} ${engine.version} (${engine.why})` };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { what: "engine", state: "bad", detail: `${error.message}. ${error.hint ?? ""}` };
  }
}

async function resultsFinding(world: World): Promise<Finding> {
  try {
    await claimLabel(resultsDir(world), ".");
    return { what: "results", state: "good", detail: resultsDir(world) };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { what: "results", state: "bad", detail: `${error.message}. ${error.hint ?? ""}` };
  }
}

const coresFinding = (cores: number): Finding => ({
  what: "cores",
  state: cores >= 2 ? "good" : "note",
  detail: cores >= 2 ? String(cores) : `${cores}: generator and service will take turns; expect suspect measurements`,
});

/** Threads that do less than this of what their number promises are worth knowing before threads are judged. */
const GOOD_HEADROOM = 0.75;

async function headroomFinding(): Promise<Finding> {
  const { threads, factor } = await measureParallelHeadroom();
  const good = threads > 1 && factor >= GOOD_HEADROOM * threads;
  const measured = `${threads} busy threads do ${factor.toFixed(2)}x the work of one`;
  return {
    what: "headroom",
    state: good ? "good" : "note",
    detail:
      threads < 2
        ? "one core: threads can give no throughput here"
        : good
          ? measured
          : `${measured}: shared cores, a CPU quota or other programs; threads can give no more than that`,
  };
}

const kernelFinding = (): Finding => ({
  what: "CPU facts",
  state: machineCpu() === undefined ? "note" : "good",
  detail:
    machineCpu() === undefined
      ? "no /proc/stat here: CPU of k6 and stolen CPU time are not measured"
      : "generator CPU and stolen CPU time are measured",
});

async function examine(world: World): Promise<readonly Finding[]> {
  const host = hostFacts();
  return [
    { what: "tailgate", state: "good", detail: await suiteVersion() },
    nodeFinding(host.node),
    await engineFinding(world),
    coresFinding(host.cores),
    await headroomFinding(),
    kernelFinding(),
    await resultsFinding(world),
  ];
}

const marks = { good: "✓", note: "!", bad: "✗" } as const;

/** Exits 0 when measurements can be made here, 2 when something is missing. */
export const doctor: Command = (program, world, done) => {
  program
    .command("doctor")
    .summary("what this machine has for measuring, and what it lacks")
    .description(
      "Looks at Node, the engine, the cores and what busy threads do on them, the build and the results folder.",
    )
    .option("--json", "print the findings as JSON")
    .action(async (flags: { readonly json?: boolean }) => {
      const findings = await examine(world);
      const paint = paintFor(world.stdout);
      const tint = { good: paint.good, note: paint.warn, bad: paint.bad };
      world.stdout.write(
        flags.json === true
          ? stableJson(findings)
          : findings.map((f) => `${tint[f.state](marks[f.state])} ${f.what.padEnd(10)} ${f.detail}\n`).join(""),
      );
      done(findings.some((f) => f.state === "bad") ? exit.usage : exit.ok);
    });
};
