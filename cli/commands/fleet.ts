// `tailgate fleet`: one run made by several processes, on this machine or on Kubernetes, with one recording and one
// verdict.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { InvalidArgumentError, type Command as Program } from "commander";
import { CliError } from "../../lib/core/exit.ts";
import { scenarios } from "../../lib/core/load/plans.ts";
import type { World } from "../../lib/core/world.ts";
import { writeRecording } from "../../lib/node/recording-file.ts";
import { readShardText } from "../../lib/node/shard-text.ts";
import type { Command } from "../command.ts";
import { type Came, fleetRecording } from "../fleet/fleet-recording.ts";
import { publishFleet } from "../fleet/publish-fleet.ts";
import { planFor } from "../measure/plan-for.ts";
import { recordRun } from "../measure/record-run.ts";
import { checkLabel, resultsDir } from "../measure/results-dir.ts";
import { targetFromEnv } from "../target/target.ts";

type Done = (exitCode: number) => void;

const MOST_SHARDS = 1000;

const shardCount = (text: string): number => {
  const n = Number(text);
  if (Number.isInteger(n) && n >= 1 && n <= MOST_SHARDS) return n;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_SHARDS}.`);
};

const scenarioNames = `one of ${Object.keys(scenarios).join(", ")} (default: SCENARIO, or baseline)`;

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new CliError(`cannot read ${path}`, { hint: "Name the files or logs that the shards left.", cause: error });
  }
}

/** Every shard in these files; a file may be a whole log and hold several. */
async function shardsIn(paths: readonly string[]): Promise<Omit<Came, "of">> {
  const read = await Promise.all(paths.map(async (path) => ({ path, ...readShardText(await textOf(path)) })));
  return {
    shards: read.flatMap((r) => r.shards),
    lost: read.flatMap(({ path, shards, broken }) =>
      shards.length + broken.length === 0 ? [`${path} holds no shard`] : broken,
    ),
  };
}

interface MergeFlags {
  readonly shards?: number;
  readonly label?: string;
  readonly json?: boolean;
}

const merge = (fleet: Program, world: World, done: Done): void => {
  fleet
    .command("merge")
    .summary("merge shards that processes left in files or logs")
    .argument("<files...>", "files or logs with a shard in each, or several")
    .option("--shards <n>", "how many there should be (default: what they say)", shardCount)
    .option("--label <name>", "folder under results/ for the recording (default: fleet)")
    .option("--json", "print the recording instead of the report")
    .action(async (files: readonly string[], flags: MergeFlags) => {
      const label = checkLabel(flags.label ?? (world.env.LABEL || "fleet"));
      const came = await shardsIn(files.map((file) => resolve(world.cwd, file)));
      const recording = await fleetRecording(world, label, { ...came, of: flags.shards });
      const path = await writeRecording(resultsDir(world), recording);
      done(await publishFleet(world, { recording, path }, flags.json === true));
    });
};

interface RunFlags extends MergeFlags {
  readonly local: number;
}

const run = (fleet: Program, world: World, done: Done): void => {
  fleet
    .command("run")
    .summary("run a scenario from several processes that start together")
    .argument("[scenario]", scenarioNames)
    .requiredOption("--local <n>", "processes on this machine", shardCount)
    .option("--label <name>", "folder under results/ for the recording (default: fleet)")
    .option("--json", "print the recording instead of the report")
    .addHelpText("after", "\nVariables as in `run`; FLEET=n does the same in run, gate, compare and capacity.")
    .action(async (scenario: string | undefined, flags: RunFlags) => {
      const own: World = { ...world, env: { ...world.env, FLEET: String(flags.local) } };
      const label = checkLabel(flags.label ?? (world.env.LABEL || "fleet"));
      const plan = planFor(scenario ?? (world.env.SCENARIO || "baseline"), world.env);
      const recorded = await recordRun(own, plan, label, targetFromEnv(world.env, "after"));
      done(await publishFleet(own, recorded, flags.json === true));
    });
};

export const fleet: Command = (program, world, done) => {
  const group = program
    .command("fleet")
    .summary("one run made by several processes: one recording, one verdict")
    .description("a run made by several processes (docs/scale.md says who needs it)");
  run(group, world, done);
  merge(group, world, done);
};
