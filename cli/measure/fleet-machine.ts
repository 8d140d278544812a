// What a fleet's machines and processes did, as one generator's facts: the worst of each, since that is what spoils a run.

import type { Fleet } from "../../lib/core/fleet/merge.ts";
import type { MachineFacts } from "./machine-watch.ts";

const known = (values: readonly (number | null)[]): readonly number[] => values.filter((value) => value !== null);

const worst = (values: readonly (number | null)[]): number | null =>
  known(values).reduce<number | null>((a, b) => (a === null || Math.abs(b) > Math.abs(a) ? b : a), null);

export const fleetMachine = ({ shards }: Fleet): { facts(): MachineFacts } => {
  const generators = shards.map((s) => s.generator);
  const waited = known(generators.map((g) => g.cpuWaitedMs));
  return {
    facts: () => ({
      cpuFraction: worst(generators.map((g) => g.cpuFraction)),
      // Per request it is divided by the requests of all.
      cpuWaitedMs: waited.length < shards.length ? null : waited.reduce((a, b) => a + b, 0),
      stealFraction: worst(generators.map((g) => g.stealFraction)),
      clockStepMs: worst(generators.map((g) => g.clockStepMs)),
    }),
  };
};
