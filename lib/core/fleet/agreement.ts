// What all shards of a run must have in common for their sum to be a run, and what had better be alike.

import { stableJson } from "../json.ts";
import type { Shard } from "./shard.ts";

type Facts = Omit<Shard, "fold">;

type Fact = readonly [name: string, of: (shard: Facts) => string];

const must: readonly Fact[] = [
  ["run", (s) => s.run],
  ["scenario", (s) => s.scenario],
  ["bundle", (s) => s.suite.scriptHash],
  ["seed", (s) => s.env.SEED ?? ""],
  ["plan", (s) => stableJson({ ...s.env, SEED: "" })],
  ["target", (s) => s.target],
  ["corpus", (s) => s.corpusHash],
  ["golden answers", (s) => s.golden?.hash ?? "none"],
  ["engine", (s) => `${s.engine.name} ${s.engine.version}`],
  ["suite version", (s) => s.suite.version],
  ["segment sequence", (s) => s.place.sequence],
];

const better: readonly Fact[] = [
  ["build", (s) => s.suite.gitSha ?? ""],
  ["machine", (s) => `${s.host.cpuModel}, ${s.host.cores} cores`],
];

/** Values that are no words for people are named only. */
const SHOWN = 40;

const disagreements = (shards: readonly Facts[], facts: readonly Fact[]): readonly string[] =>
  facts.flatMap(([name, of]) => {
    const seen = [...new Set(shards.map(of))];
    if (seen.length < 2) return [];
    const shown = seen.every((value) => value.length <= SHOWN) ? ` (${seen.slice(0, 3).join("; ")})` : "";
    return [`${name}${shown}`];
  });

export const differencesOf = (shards: readonly Facts[]): readonly string[] => disagreements(shards, must);
export const unlikenessOf = (shards: readonly Facts[]): readonly string[] => disagreements(shards, better);
