// The comparison of recordings that exist, with the host's noise profile where there is one.

import type { Comparison } from "../../lib/core/compare/model.ts";
import type { Allowed } from "../../lib/core/compare/refusals.ts";
import { runStatistics } from "../../lib/core/compare/run-statistics.ts";
import { compareSaved } from "../../lib/core/compare/saved.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { World } from "../../lib/core/world.ts";
import { readNoiseProfile } from "./noise-file.ts";

/** Both sides need at least one recording. @throws CliError when the noise profile cannot be read */
export async function compareRecordings(
  world: World,
  a: readonly Recording[],
  b: readonly Recording[],
  allowed: Allowed,
): Promise<Comparison> {
  const hostId = a[0]?.host.id;
  const profile = hostId === undefined ? null : await readNoiseProfile(world, hostId);
  return compareSaved(a.map(runStatistics), b.map(runStatistics), profile, { allowed });
}
