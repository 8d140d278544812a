// The host's noise profile on disk: results/noise/<host id>.json, one session added by each `tailgate noise`.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import noiseSchema from "../../lib/core/compare/noise.schema.json" with { type: "json" };
import { NOISE_SCHEMA } from "../../lib/core/compare/noise-format.ts";
import type { NoiseProfile, NoiseSession } from "../../lib/core/compare/noise-profile.ts";
import { CliError } from "../../lib/core/exit.ts";
import { stableJson } from "../../lib/core/json.ts";
import type { World } from "../../lib/core/world.ts";
import { checkOf } from "../../lib/node/saved-json.ts";
import { writeWholeFile } from "../../lib/node/whole-file.ts";
import { resultsDir } from "../measure/results-dir.ts";

const pathOf = (world: World, hostId: string): string => join(resultsDir(world), "noise", `${hostId}.json`);

const check = checkOf<NoiseProfile>(noiseSchema);

/** The profile of a host; null when it has none. @throws CliError when the file is there but is no profile */
export async function readNoiseProfile(world: World, hostId: string): Promise<NoiseProfile | null> {
  const path = pathOf(world, hostId);
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  if (check.is(json)) return json;
  throw new CliError(`${path} is not a noise profile: ${check.problems(json)}`, {
    hint: "Remove it, and measure again with `tailgate noise`; without one a careful default is used.",
  });
}

/** A host's profile with a session more, not yet written. @throws CliError when what is there is no profile */
export async function withSession(world: World, hostId: string, session: NoiseSession): Promise<NoiseProfile> {
  const before = await readNoiseProfile(world, hostId);
  return { schema: NOISE_SCHEMA, hostId, sessions: [...(before?.sessions ?? []), session] };
}

/** Writes a profile in its place and returns the path. @throws CliError */
export async function writeNoiseProfile(world: World, profile: NoiseProfile): Promise<string> {
  const path = pathOf(world, profile.hostId);
  await writeWholeFile(path, stableJson(profile));
  return path;
}
