// The profiles: names for lists of optimisations. What is not in the list is as in the guide's baseline.

import { CliError } from "../lib/core/exit.ts";
import type { Optimisation } from "./optimisation.ts";
import { featureCache } from "./optimisations/feature-cache.ts";
import { microBatching } from "./optimisations/micro-batching.ts";
import { quietLog } from "./optimisations/quiet-log.ts";
import { vectorisedBatches } from "./optimisations/vectorised-batches.ts";
import { workerThreads } from "./optimisations/worker-threads.ts";

/** In the order in which they are applied: what wraps stands after what it wraps. */
const profiles = {
  baseline: [],
  p1: [workerThreads],
  p2: [vectorisedBatches],
  p3: [featureCache],
  p4: [quietLog],
  p1234: [workerThreads, vectorisedBatches, featureCache, quietLog],
  mb: [workerThreads, microBatching],
  optimised: [workerThreads, vectorisedBatches, featureCache, quietLog, microBatching],
} as const satisfies Record<string, readonly Optimisation[]>;

type ProfileName = keyof typeof profiles;

/** Every profile's name, in the order in which they are explained. */
export const profileNames: readonly string[] = Object.keys(profiles);

const isProfile = (name: string): name is ProfileName => Object.hasOwn(profiles, name);

/** The optimisations of a profile. @throws CliError when there is none of that name. */
export function profileNamed(name: string): readonly Optimisation[] {
  if (isProfile(name)) return profiles[name];
  throw new CliError(`there is no service profile "${name}"`, { hint: `Profiles: ${profileNames.join(", ")}.` });
}
