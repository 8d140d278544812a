// Shards made in memory, of a run of `of` processes that each sent every of-th request of the plan.

import { planFor } from "../../cli/measure/plan-for.ts";
import { newShard, type Shard } from "../../lib/core/fleet/shard.ts";
import { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import { toEnv } from "../../lib/core/load/load-options.ts";
import { endpointAt } from "../../lib/core/load/workload.ts";
import { metric } from "../../lib/core/metric-sample.ts";
import { referenceService } from "../../lib/core/service/reference.ts";
import { readCorpus } from "../../lib/node/corpus-file.ts";
import { named } from "../support/named-scenario.ts";
import { shardEnd, shardHeader } from "../support/shard.ts";

const START = Date.UTC(2026, 10, 24, 14, 23);
export interface Making {
  readonly of?: number;
  readonly run?: string;
  /** Of every request, in ms. */
  readonly latencyMs?: number;
  readonly over?: Partial<Shard>;
}

/** Enough of each endpoint for a p99. */
const ENV = { MIX: "predict:1,health:1", RATE: "10", DURATION: "60s", WARMUP: "2s", SEED: "1" };

export async function madeShard(
  index: number,
  { of = 3, run = "rec", latencyMs = 20, over = {} }: Making = {},
): Promise<Shard> {
  const plan = planFor(named("baseline"), ENV, { service: referenceService });
  const { hash } = await readCorpus();
  const fold = new RecordingFold();
  fold.add(metric.started, START, START, {});
  for (let i = index - 1; i < 620; i += of) {
    const { name, role, rows } = endpointAt(plan.mix, plan.options.seed, i);
    const at = START + i * 100 + latencyMs;
    const phase = i * 100 < plan.options.warmupMs ? "warmup" : "measure";
    const tags = {
      endpoint: name,
      role,
      phase,
      method: "POST",
      name: `/${name}`,
      ...(rows === null ? {} : { rows: String(rows) }),
    };
    fold.add("http_req_duration", at, latencyMs + (i % 7), tags);
    if (rows === null) continue;
    fold.add(metric.request, at, i, tags);
    fold.add(metric.checked, at, rows, tags);
  }
  const made = newShard(
    shardHeader(index, of, { run, name: `${run}-${index}-abcde`, env: toEnv(plan.options), corpusHash: hash }),
    shardEnd,
    fold,
  );
  return { ...made, ...over };
}
