// Where recordings go, checked before a run begins: a run of minutes must not end in "permission denied".

import { rm } from "node:fs/promises";
import { join } from "node:path";
import { CliError } from "../../lib/core/exit.ts";
import type { World } from "../../lib/core/world.ts";
import { writeWholeFile } from "../../lib/node/whole-file.ts";

/** RESULTS_DIR, or `results/` where one stands. */
export const resultsDir = (world: World): string => world.env.RESULTS_DIR || join(world.cwd, "results");

/** A label is a folder name: letters, digits, dot, dash, underscore. @throws CliError */
export function checkLabel(label: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(label)) return label;
  throw new CliError(`LABEL=${label}: a label is letters, digits, dots, dashes and underscores, 64 at most`);
}

/** Makes sure that files can be written under `results/<label>`. @throws CliError when they cannot */
export async function claimLabel(dir: string, label: string): Promise<void> {
  const probe = join(dir, label, `.probe-${process.pid}`);
  await writeWholeFile(probe, "");
  await rm(probe, { force: true });
}
