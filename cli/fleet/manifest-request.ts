// From the command line to a manifest's request: everything that can be wrong is found before a cluster is asked.

import { CliError } from "../../lib/core/exit.ts";
import type { ManifestRequest } from "../../lib/core/fleet/manifest.ts";
import { stableJson } from "../../lib/core/json.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import type { World } from "../../lib/core/world.ts";
import { readGoldenFile } from "../../lib/node/golden-file.ts";
import type { ScenarioFile } from "../../lib/node/service/bundle-scenario.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import { checkDivisible } from "../measure/check-divisible.ts";
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

/** The image has the suite's scenarios over the reference contract. @throws CliError for what a file of the user's says */
export function checkInImage({ file }: Pick<ServiceUnderTest, "file">, { own }: Pick<ScenarioFile, "own">): void {
  if (file === null && own === undefined) return;
  throw new CliError(`${file ?? own}: the generator's image has no script of it`, {
    hint: "Run its shards by hand (docs/scale.md), or the whole with --local.",
  });
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
