// Shards that came from somewhere (files, pods) become one ordinary recording, judged.

import { CliError, exit } from "../../lib/core/exit.ts";
import type { FleetMerge, ShardFacts } from "../../lib/core/fleet/merge.ts";
import { numberedRequests } from "../../lib/core/fleet/numbered-requests.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { RECORDING_SCHEMA } from "../../lib/core/recording-format.ts";
import { itemOf } from "../../lib/core/service/item.ts";
import type { World } from "../../lib/core/world.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import { composeRecording } from "../measure/compose-recording.ts";
import { fleetMachine } from "../measure/fleet-machine.ts";
import { planFor } from "../measure/plan-for.ts";
import type { RunHeader } from "../measure/run-header.ts";
import { scenarioNamed } from "../scenario/find-scenario.ts";

export interface Came {
  readonly merge: FleetMerge;
  /** Shards there should be; undefined: what they say themselves. */
  readonly of: number | undefined;
  /** What is known to have been lost, a line each. */
  readonly lost: readonly string[];
}

const headerOf = (shard: ShardFacts, plan: LoadPlan, service: ServiceUnderTest, label: string): RunHeader => ({
  schema: RECORDING_SCHEMA,
  label,
  scenario: shard.scenario,
  engine: shard.engine,
  target: { url: shard.target, embedded: false, profile: shard.golden?.facts.profile ?? null },
  load: plan.load,
  seed: plan.options.seed,
  payload: {
    corpusHash: shard.corpusHash,
    texts: service.rows.length,
    repeatShare: plan.options.repeatShare,
  },
  script: null,
  item: itemOf(service.service),
  warmupMs: plan.options.warmupMs,
  suite: shard.suite,
  host: shard.host,
  golden: shard.golden?.facts ?? null,
});

/** The plan the shards ran, judged by this command's own OBJECTIVES where there are any. */
const planOf = async (shard: ShardFacts, service: ServiceUnderTest, world: World): Promise<LoadPlan> => {
  const own = world.env.OBJECTIVES ? { OBJECTIVES: world.env.OBJECTIVES } : {};
  return planFor(await scenarioNamed(world, shard.scenario), { ...shard.env, ...own }, service);
};

/** @throws CliError (3) when nothing came */
export async function fleetRecording(world: World, label: string, { merge, of, lost }: Came): Promise<Recording> {
  const { first } = merge;
  if (first === undefined) {
    throw new CliError(["no shard came back", ...lost].join("\n  "), {
      code: exit.noData,
      hint: "Nothing was recorded: look at the logs of the shards.",
    });
  }
  const service = await findService(world);
  const plan = await planOf(first, service, world);
  const isNumbered = numberedRequests(plan);
  const fleet = merge.finish({
    lost,
    ...(of === undefined ? {} : { shards: of }),
    ...(isNumbered === undefined ? {} : { isNumbered }),
  });
  const generators = fleet.shards.map((s) => s.generator);
  return composeRecording({
    script: undefined,
    request: { plan, service, signal: new AbortController().signal, target: { ended: () => undefined } },
    fold: fleet.fold,
    machine: fleetMachine(fleet),
    service: { stop: async () => fleet.shards.find((s) => s.service !== null)?.service ?? null },
    cost: undefined,
    outcome: {
      exitCode: exit.ok,
      problem: undefined,
      lagMsP99: largest(generators.map((g) => g.lagMsP99)),
      longestGapMs: largest(generators.map((g) => g.longestGapMs)),
      metrics: new Map(fleet.shards.flatMap((s) => Object.entries(s.kinds))),
      fleet,
    },
    header: headerOf(first, plan, service, label),
    stopped: false,
    serviceGone: undefined,
    startedAtMs: first.startedAtMs ?? world.now(),
  });
}

const largest = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
};
