// `tailgate profile-diff A B`: two profiles function by function, per request.

import { resolve } from "node:path";
import { exit } from "../../lib/core/exit.ts";
import { stableJson } from "../../lib/core/json.ts";
import type { Profile } from "../../lib/core/profile/profile.ts";
import { diffProfiles } from "../../lib/core/profile/profile-diff.ts";
import type { World } from "../../lib/core/world.ts";
import { readProfile } from "../../lib/node/profile/read-profile.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import { renderDiff } from "../../report/terminal/profile-diff.ts";
import type { Command } from "../command.ts";
import { positive } from "./positive.ts";

const ROWS = 20;

interface Flags {
  readonly rows?: string;
  readonly requestsBefore?: string;
  readonly requestsAfter?: string;
  readonly sampleMs?: string;
  readonly json?: boolean;
}

async function read(world: World, path: string, requestsText: string | undefined, flags: Flags): Promise<Profile> {
  const sampleMs = positive("--sample-ms", flags.sampleMs);
  const requests = positive("the number of requests", requestsText);
  const profile = await readProfile(resolve(world.cwd, path), {
    sampleUs: sampleMs === undefined ? undefined : sampleMs * 1000,
  });
  return requests === undefined ? profile : { ...profile, load: { ...profile.load, requests } };
}

/** Compares two profiles. Exits 0: a difference between two single profiles is a pointer, not a verdict. */
export const profileDiff: Command = (program, world, done) => {
  program
    .command("profile-diff")
    .summary("two profiles function by function, per request")
    .description("Self and cumulative time per request, before and after; marks functions whose share grew.")
    .argument("<before>", "a saved profile, in any format that `profile` reads")
    .argument("<after>", "another, after a change or under more load")
    .option("--rows <n>", `functions shown (${ROWS})`)
    .option("--requests-before <n>", "requests in the first window, when its file does not say")
    .option("--requests-after <n>", "requests in the second window, when its file does not say")
    .option("--sample-ms <n>", "what a sample of a file without units stands for (10)")
    .option("--json", "print the comparison as JSON")
    .action(async (before: string, after: string, flags: Flags) => {
      const rows = positive("--rows", flags.rows) ?? ROWS;
      const a = await read(world, before, flags.requestsBefore, flags);
      const b = await read(world, after, flags.requestsAfter, flags);
      const diff = diffProfiles(a, b);
      world.stdout.write(flags.json === true ? stableJson(diff) : renderDiff(diff, rows, paintFor(world.stdout)));
      done(exit.ok);
    });
};
