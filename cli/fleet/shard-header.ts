// What one process of a fleet says of itself before it begins.

import { hostname } from "node:os";
import { SHARD_SCHEMA, type ShardHeader, type ShardPlace } from "../../lib/core/fleet/shard.ts";
import { stableJson } from "../../lib/core/json.ts";
import { toEnv } from "../../lib/core/load/load-options.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import type { World } from "../../lib/core/world.ts";
import { readGoldenFile } from "../../lib/node/golden-file.ts";
import { hostFacts } from "../../lib/node/host-facts.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import { contentHash, suiteFacts } from "../../lib/node/suite-facts.ts";
import type { Engine } from "../engine/engine.ts";
import { goldenFacts } from "../measure/golden-run.ts";
import type { RunPlan } from "../measure/measure-request.ts";

export interface ShardSetting {
  readonly world: World;
  readonly plan: RunPlan;
  readonly place: ShardPlace;
  readonly run: string;
  /** Path of the scenario bundle. */
  readonly script: string;
  readonly engine: Engine;
  /** As it is described; undefined for a script, which knows its own. */
  readonly service: ServiceUnderTest | undefined;
  /** Empty where a script's own hosts are asked. */
  readonly url: string;
}

async function golden({ world, service }: ShardSetting): Promise<ShardHeader["golden"]> {
  const path = world.env.GOLDEN || undefined;
  if (path === undefined || service === undefined) return null;
  const set = await readGoldenFile(path);
  return { hash: contentHash(stableJson(set)), facts: goldenFacts(set, service, false) };
}

/** @throws CliError when GOLDEN cannot be read */
export async function shardHeader(setting: ShardSetting): Promise<ShardHeader> {
  const { world, plan, place, run, script, engine, service, url } = setting;
  const host = hostFacts();
  return {
    schema: SHARD_SCHEMA,
    run,
    place,
    name: world.env.POD || `${hostname()}, process ${process.pid}`,
    machine: world.env.NODE || host.id,
    scenario: plan.scenario,
    env: { ...toEnv(plan.options), ...(world.env.OBJECTIVES ? { OBJECTIVES: world.env.OBJECTIVES } : {}) },
    target: url === "" ? "" : redactUrl(url),
    engine: { name: engine.name, version: engine.version },
    suite: await suiteFacts(script),
    corpusHash: service?.dataHash ?? "",
    golden: await golden(setting),
    host,
  };
}
