// Had the load generator CPU time to spare? A saturated generator measures itself.

import { formatPercent } from "../format.ts";
import { severityAbove, type ValidityRule } from "./rule.ts";

/**
 * Share of the CPU the engine can use. 80 % is the customary ceiling (k6's own guide for large tests; statistics.md
 * 3.3): above it, queueing inside the generator grows steeply. At 95 % it is full.
 */
const LIMITS = { suspect: 0.8, invalid: 0.95 } as const;

/** The runner sends from one event loop, so one core is all it can use; k6 spreads over every core. */
const usableCores = (engine: "k6" | "runner", cores: number): number => (engine === "k6" ? cores : 1);

export const generatorCpu: ValidityRule = ({ generator, engine, host }) => {
  if (generator.cpuFraction === null) return undefined;
  const cores = usableCores(engine.name, host.cores);
  const used = generator.cpuFraction / cores;
  const severity = severityAbove(used, LIMITS);
  if (!severity) return undefined;
  return {
    rule: "generator-cpu",
    severity,
    finding: `the load generator used ${formatPercent(used)} of the ${cores === 1 ? "one core" : `${cores} cores`} it can use (limit ${formatPercent(LIMITS.suspect)})`,
    advice: "Lower the load, or run the generator on another machine than the service.",
  };
};
