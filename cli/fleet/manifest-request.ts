// From the command line to a manifest's request: everything that can be wrong is found before a cluster is asked.

import { resolve } from "node:path";
import { CliError } from "../../lib/core/exit.ts";
import type { ManifestRequest } from "../../lib/core/fleet/manifest.ts";
import { stableJson } from "../../lib/core/json.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import type { World } from "../../lib/core/world.ts";
import { readGoldenFile } from "../../lib/node/golden-file.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import { checkDivisible } from "../measure/check-divisible.ts";
import type { RunPlan } from "../measure/measure-request.ts";
import { planFor } from "../measure/plan-for.ts";
import { scenarioOf } from "../measure/plan-of.ts";
import { findScenario, isFile } from "../scenario/find-scenario.ts";
import { targetFromEnv } from "../target/target.ts";

export interface ManifestFlags {
  readonly shards: number;
  readonly image: string;
  readonly namespace: string;
  readonly name?: string;
  readonly secret?: string;
  readonly cpu: string;
  readonly memory: string;
  readonly allowTag?: boolean;
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/;
const QUANTITY = /^\d+(\.\d+)?(m|Ki|Mi|Gi|k|M|G)?$/;

const label = (flag: string, value: string): string => {
  if (DNS_LABEL.test(value)) return value;
  throw new CliError(`${flag} ${value}: must be small letters, digits and dashes, 52 at most`);
};

const quantity = (flag: string, value: string): string => {
  if (QUANTITY.test(value)) return value;
  throw new CliError(`${flag} ${value}: must be a quantity of Kubernetes, such as 2, 500m or 1Gi`);
};

function image({ image: name, allowTag }: ManifestFlags): string {
  if (allowTag === true || /@sha256:[0-9a-f]{64}$/.test(name)) return name;
  throw new CliError(`--image ${name}: no digest, so pods may run different builds of it`, {
    hint: "Name it as REGISTRY/NAME@sha256:…, or accept the tag with --allow-tag.",
  });
}

function serviceUrl({ env }: World): string {
  const target = targetFromEnv({ BASE_URL: env.BASE_URL }, "after");
  if (target.kind === "url") return target.url;
  throw new CliError("BASE_URL is not set", {
    hint: "Name the service as the pods reach it, e.g. http://spam.default:8000",
  });
}

/** A secret in a manifest would be in everybody's history. */
function checkHeaders({ env }: World, flags: ManifestFlags): void {
  if ((env.HEADERS ?? "") === "" || flags.secret !== undefined) return;
  throw new CliError("HEADERS does not go into a manifest", {
    hint: "kubectl create secret generic NAME --from-literal=HEADERS='…', then --secret NAME.",
  });
}

/** A name that sorts by time: a run that is over may still be there. */
const newRunName = (world: World, scenario: string): string =>
  `tailgate-${scenario}-${Math.floor(world.now() / 1000).toString(36)}`;

const notInImage = (file: string, hint: string): CliError =>
  new CliError(`${file}: the generator's image has no script of it`, { hint });

/**
 * The plan of a scenario on a cluster: the image has the suite's own, over the reference contract.
 * @throws CliError for what a file of the user's says, and for a name that is none
 */
export async function planInImage(world: World, word: string): Promise<RunPlan> {
  const service = await findService(world);
  const found = await scenarioOf(world, word);
  if (found === undefined && isFile(resolve(world.cwd, word)))
    throw notInImage(word, `Run a k6 script in processes of one machine: tailgate fleet run --local 4 ${word}`);
  const scenario = found ?? (await findScenario(world, word));
  const file = service.file ?? scenario.own;
  if (file !== undefined)
    throw notInImage(file, "Run its shards by hand (docs/scale.md), or the whole with tailgate fleet run --local.");
  return planFor(scenario, world.env, service);
}

/** @throws CliError for the first thing that is wrong */
export async function manifestRequest(world: World, plan: LoadPlan, flags: ManifestFlags): Promise<ManifestRequest> {
  checkDivisible(plan, flags.shards);
  checkHeaders(world, flags);
  const path = world.env.GOLDEN || undefined;
  return {
    name: label("--name", flags.name ?? newRunName(world, plan.scenario)),
    namespace: label("--namespace", flags.namespace),
    plan,
    shards: flags.shards,
    image: image(flags),
    url: serviceUrl(world),
    engine: world.env.ENGINE || undefined,
    objectives: world.env.OBJECTIVES || undefined,
    secret: flags.secret === undefined ? undefined : label("--secret", flags.secret),
    golden: path === undefined ? undefined : stableJson(await readGoldenFile(path)),
    cpu: quantity("--cpu", flags.cpu),
    memory: quantity("--memory", flags.memory),
  };
}
