// `tailgate fleet manifest`, `run` on a cluster, and `collect`.

import { join } from "node:path";
import { InvalidArgumentError, Option, type Command as Program } from "commander";
import { exit } from "../../lib/core/exit.ts";
import { fleetManifest, fleetRole, type KubeObject, listOf } from "../../lib/core/fleet/manifest.ts";
import { type LoadPlan, plannedMs } from "../../lib/core/load/load-plan.ts";
import type { World } from "../../lib/core/world.ts";
import { type Collecting, collectShards } from "../fleet/collect.ts";
import { fleetRecording } from "../fleet/fleet-recording.ts";
import { followTestRun } from "../fleet/kube-run.ts";
import { Kubectl } from "../fleet/kubectl.ts";
import { type ManifestFlags, manifestRequest, planInImage } from "../fleet/manifest-request.ts";
import { keepRecording } from "../measure/keep-recording.ts";
import { publishRun } from "../measure/publish-run.ts";
import { checkLabel, claimLabel, resultsDir } from "../measure/results-dir.ts";

type Done = (exitCode: number) => void;

/** After the plan's end: images are pulled, users made, requests under way waited for. */
const PATIENCE_MS = 300_000;
const MOST_SHARDS = 1000;

export const shardCount = (text: string): number => {
  const n = Number(text);
  if (Number.isInteger(n) && n >= 1 && n <= MOST_SHARDS) return n;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MOST_SHARDS}.`);
};

interface ClusterFlags {
  readonly namespace: string;
  readonly context?: string;
  readonly label?: string;
  readonly json?: boolean;
}

export interface KubeRunFlags extends ManifestFlags, ClusterFlags {
  readonly keep?: boolean;
}

/** The options of a manifest, some of them required when it is for a cluster for certain. */
export const manifestOptions = (command: Program, required: boolean): Program =>
  command
    .addOption(
      new Option("--shards <n>", "pods that share the load").argParser(shardCount).makeOptionMandatory(required),
    )
    .addOption(new Option("--image <ref>", "of the generator, by digest").makeOptionMandatory(required))
    .option("--namespace <name>", "where the pods run", "default")
    .option("--name <name>", "of the TestRun (default: after scenario and time)")
    .option("--secret <name>", "a Secret whose keys are variables of the pods: HEADERS")
    .option("--cpu <quantity>", "CPUs each pod asks for", "2")
    .option("--memory <quantity>", "memory of each pod; about 1 GiB for 1500 users", "1Gi")
    .option("--allow-tag", "take an image without a digest");

export const manifest = (fleet: Program, world: World, done: Done): void => {
  manifestOptions(fleet.command("manifest"), true)
    .summary("print what k6-operator needs to run a scenario from N pods")
    .argument("[scenario]", "which one (default: SCENARIO, or baseline)")
    .option("--role", "also the Role that whoever runs fleets needs")
    .addHelpText(
      "after",
      "\nVariables as in `run`; BASE_URL is the service as the pods reach it, GOLDEN its golden answers.",
    )
    .action(async (scenario: string | undefined, flags: ManifestFlags & { readonly role?: boolean }) => {
      const plan = await planInImage(world, scenario ?? (world.env.SCENARIO || "baseline"));
      const request = await manifestRequest(world, plan, flags);
      const objects: readonly KubeObject[] = [
        ...(flags.role === true ? [fleetRole(request.namespace)] : []),
        ...fleetManifest(request),
      ];
      world.stdout.write(`${JSON.stringify(listOf(objects), null, 2)}\n`);
      done(exit.ok);
    });
};

async function judge(world: World, collecting: Collecting, flags: ClusterFlags, label: string): Promise<number> {
  const came = await collectShards(collecting);
  const recording = await fleetRecording(world, label, came);
  const kept = await keepRecording(resultsDir(world), recording);
  return publishRun(world, { recording, ...kept }, flags.json === true, "gate");
}

const remove = (kubectl: Kubectl, objects: readonly KubeObject[]): Promise<string> =>
  kubectl.run(["delete", "--ignore-not-found", "--wait=false", "--filename=-"], JSON.stringify(listOf(objects)));

/** Creates, follows, collects, judges; what was created is deleted, on Ctrl-C too, unless `keep` says otherwise; the logs are kept. */
export async function runOnCluster(world: World, plan: LoadPlan, label: string, flags: KubeRunFlags): Promise<number> {
  const request = await manifestRequest(world, plan, flags);
  const objects = fleetManifest(request);
  await claimLabel(resultsDir(world), label);
  const kubectl = new Kubectl(world, request.namespace, flags.context);
  const { name, shards } = request;
  const collecting = { kubectl, name, shards, folder: join(resultsDir(world), label, name) };
  let code: number = exit.interrupted;
  try {
    await kubectl.run(["create", "--filename=-"], JSON.stringify(listOf(objects)));
    await followTestRun(world, collecting, plannedMs(plan) + PATIENCE_MS);
    if (!world.interrupted.aborted) code = await judge(world, collecting, flags, label);
    return code;
  } finally {
    if (flags.keep === true)
      world.stderr.write(`kept: kubectl --namespace=${request.namespace} get testruns ${name}\n`);
    else await remove(kubectl, objects);
  }
}

export const collect = (fleet: Program, world: World, done: Done): void => {
  fleet
    .command("collect")
    .summary("collect the shards of a TestRun from its pods, and judge")
    .argument("<testrun>", "its name")
    .requiredOption("--shards <n>", "how many there should be", shardCount)
    .option("--namespace <name>", "where its pods are", "default")
    .option("--context <name>", "kubectl's context")
    .option("--label <name>", "folder under results/ for the recording (default: fleet)")
    .option("--json", "print the recording instead of the report")
    .action(async (name: string, flags: ClusterFlags & { readonly shards: number }) => {
      const label = checkLabel(flags.label ?? (world.env.LABEL || "fleet"));
      await claimLabel(resultsDir(world), label);
      const kubectl = new Kubectl(world, flags.namespace, flags.context);
      const folder = join(resultsDir(world), label, name);
      done(await judge(world, { kubectl, name, shards: flags.shards, folder }, flags, label));
    });
};
