// `tailgate fleet`: one run made by several processes, on this machine or on Kubernetes, with one recording and one
// verdict.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command as Program } from "commander";
import { CliError } from "../../lib/core/exit.ts";
import { FleetMerge } from "../../lib/core/fleet/merge.ts";
import type { World } from "../../lib/core/world.ts";
import { readShardText } from "../../lib/node/shard-text.ts";
import type { Command } from "../command.ts";
import { type Came, fleetRecording } from "../fleet/fleet-recording.ts";
import { planInImage } from "../fleet/manifest-request.ts";
import { keepRecording } from "../measure/keep-recording.ts";
import { planOf, targetFor } from "../measure/plan-of.ts";
import { publishRun } from "../measure/publish-run.ts";
import { recordRun } from "../measure/record-run.ts";
import { checkLabel, resultsDir } from "../measure/results-dir.ts";
import { startTelemetry } from "../measure/telemetry.ts";
import { suiteNames } from "../scenario/suite-scenarios.ts";
import { collect, type KubeRunFlags, manifest, manifestOptions, runOnCluster, shardCount } from "./fleet-kube.ts";

type Done = (exitCode: number) => void;

const scenarioNames = `one of ${suiteNames.join(", ")}, or the path of your own (default: SCENARIO, or baseline)`;

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new CliError(`cannot read ${path}`, { hint: "Name the files or logs that the shards left.", cause: error });
  }
}

/** Every shard in these files, one file at a time; a file may be a whole log and hold several. */
async function shardsIn(paths: readonly string[]): Promise<Omit<Came, "of">> {
  const merge = new FleetMerge();
  const lost: string[] = [];
  for (const path of paths) {
    const { shards, broken } = readShardText(await textOf(path));
    for (const shard of shards) merge.add(shard);
    lost.push(...(shards.length + broken.length === 0 ? [`${path} holds no shard`] : broken));
  }
  return { merge, lost };
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
      const kept = await keepRecording(resultsDir(world), recording);
      done(await publishRun(world, { recording, ...kept }, flags.json === true, "gate"));
    });
};

interface RunFlags extends Partial<Omit<KubeRunFlags, keyof MergeFlags>>, MergeFlags {
  readonly local?: number;
}

/** @throws CliError unless it is said where to run */
function clusterFlags(flags: RunFlags): KubeRunFlags {
  const { shards, image, namespace = "default", cpu = "2", memory = "1Gi" } = flags;
  if (shards !== undefined && image !== undefined) return { ...flags, shards, image, namespace, cpu, memory };
  throw new CliError("where are the processes to run?", {
    hint: "--local 4 on this machine, or --shards 4 --image REGISTRY/NAME@sha256:… on a cluster with k6-operator.",
  });
}

const run = (fleet: Program, world: World, done: Done): void => {
  manifestOptions(fleet.command("run"), false)
    .summary("run a scenario from several processes that start together")
    .argument("[scenario]", scenarioNames)
    .option("--local <n>", "processes on this machine, instead of pods", shardCount)
    .option("--context <name>", "kubectl's context")
    .option("--keep", "leave the TestRun on the cluster")
    .option("--label <name>", "folder under results/ for the recording (default: fleet)")
    .option("--json", "print the recording instead of the report")
    .addHelpText("after", "\nVariables as in `run`; FLEET=n is --local n in run, gate, compare, capacity and noise.")
    .action(async (scenario: string | undefined, flags: RunFlags) => {
      const label = checkLabel(flags.label ?? (world.env.LABEL || "fleet"));
      const word = scenario ?? (world.env.SCENARIO || "baseline");
      if (flags.local === undefined) {
        done(await runOnCluster(world, await planInImage(world, word), label, clusterFlags(flags)));
        return;
      }
      const own: World = { ...world, env: { ...world.env, FLEET: String(flags.local) } };
      const plan = await planOf(own, word);
      const recorded = await recordRun(own, plan, label, targetFor(plan, world.env, "after"), startTelemetry);
      done(await publishRun(own, recorded, flags.json === true, "gate"));
    });
};

export const fleet: Command = (program, world, done) => {
  const group = program
    .command("fleet")
    .summary("one run made by several processes: one recording, one verdict")
    .description("a run made by several processes (docs/scale.md says who needs it)");
  manifest(group, world, done);
  run(group, world, done);
  collect(group, world, done);
  merge(group, world, done);
};
