// `tailgate bundle`: a scenario over the described service as a plain k6 script, with its rows beside it.

import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { didYouMean } from "../../lib/core/did-you-mean.ts";
import { CliError, exit } from "../../lib/core/exit.ts";
import { scenariosFor } from "../../lib/core/load/plans.ts";
import { writeBundle } from "../../lib/node/service/bundle-scenario.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import type { Command } from "../command.ts";
import { showServiceFlag } from "../service-flag.ts";

interface Flags {
  readonly out: string;
}

export const bundle: Command = (program, world, done) => {
  showServiceFlag(program.command("bundle"))
    .summary("a scenario as a plain k6 script, with its data")
    .description("Writes a scenario over the described service as a script that any k6 runs, with its rows beside it.")
    .argument("[scenario]", "which one", "baseline")
    .option("--out <folder>", "where to", "bundle")
    .addHelpText(
      "after",
      "\nRun it: k6 run --env BASE_URL=http://… bundle/baseline.js, with the variables of `tailgate run`. It holds the whole\ndescription, and the keys in it if there are any.",
    )
    .action(async (scenario: string, { out }: Flags) => {
      const service = await findService(world);
      const known = Object.keys(scenariosFor(service.service));
      if (!known.includes(scenario)) {
        throw new CliError(`there is no scenario ${scenario}${didYouMean(scenario, known)}`, {
          hint: `Scenarios: ${known.join(", ")}`,
        });
      }
      const folder = resolve(world.cwd, out);
      await mkdir(folder, { recursive: true });
      world.stdout.write(`${await writeBundle(folder, scenario, service)}\n`);
      done(exit.ok);
    });
};
