// `tailgate bundle`: a scenario over the described service as a plain k6 script, with its rows beside it.

import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { exit } from "../../lib/core/exit.ts";
import { writeBundle } from "../../lib/node/service/bundle-scenario.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import type { Command } from "../command.ts";
import { bindScenario } from "../measure/plan-for.ts";
import { findScenario } from "../scenario/find-scenario.ts";
import { showServiceFlag } from "../service-flag.ts";

interface Flags {
  readonly out: string;
}

export const bundle: Command = (program, world, done) => {
  showServiceFlag(program.command("bundle"))
    .summary("a scenario as a plain k6 script, with its data")
    .description("Writes a scenario over the described service as a script that any k6 runs, with its rows beside it.")
    .argument("[scenario...]", "which ones: by name, or by the path of your own", ["baseline"])
    .option("--out <folder>", "where to", "bundle")
    .addHelpText(
      "after",
      "\nRun it: k6 run --env BASE_URL=http://… bundle/baseline.js, with the variables of `tailgate run`. It holds the whole\ndescription, and the keys in it if there are any.",
    )
    .action(async (words: readonly string[], { out }: Flags) => {
      const service = await findService(world);
      const folder = resolve(world.cwd, out);
      await mkdir(folder, { recursive: true });
      for (const word of words) {
        const scenario = await findScenario(world, word);
        bindScenario(scenario, service);
        world.stdout.write(`${await writeBundle(folder, scenario, service)}\n`);
      }
      done(exit.ok);
    });
};
