// `tailgate optimise`: the guide's story on the reference service, from baseline to P1-P4, in one command.

import { join } from "node:path";
import { exit } from "../../lib/core/exit.ts";
import { stableJson } from "../../lib/core/json.ts";
import type { World } from "../../lib/core/world.ts";
import { newRecordingId } from "../../lib/node/recording-file.ts";
import { writeWholeFile } from "../../lib/node/whole-file.ts";
import { writeReports } from "../../report/files/write-reports.ts";
import { optimiseModel } from "../../report/model/optimise-model.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import { afterVerdict, savedText } from "../after-verdict.ts";
import type { Command } from "../command.ts";
import { claimLabel, resultsDir } from "../measure/results-dir.ts";
import { runOptimise } from "../optimise/run-optimise.ts";

const NOTES = `
Each profile of the reference service is measured in randomised blocks under the same load as the one it is compared
with, restarted for every run; that takes a while. docs/service.md says what each profile does.`;

/** Exits 0 when everything was measured, 105 when interrupted: what is whole is reported and saved. */
export const optimise: Command = (program, outside, done) => {
  // The reference service's, whatever is described where the command is typed.
  const world: World = { ...outside, env: { ...outside.env, SERVICE: "reference" } };
  program
    .command("optimise")
    .summary("what the guide's four optimisations give, measured")
    .description("Measures the guide's optimisations on the reference service, each against the service without it.")
    .option("--order-seed <n>", "seed of the order within blocks", "1")
    .option("--json", "print the result as JSON")
    .addHelpText("after", NOTES)
    .action(async (flags: { readonly orderSeed: string; readonly json?: boolean }) => {
      await claimLabel(resultsDir(world), "optimise");
      const found = await runOptimise(world, Math.trunc(Number(flags.orderSeed)) || 1);
      const id = newRecordingId(new Date(world.now()), "optimise");
      const path = join(resultsDir(world), "optimise", `${id}.optimise.json`);
      const model = optimiseModel(found, new Date(world.now()).toISOString());
      const asJson = flags.json === true;
      world.stdout.write(asJson ? stableJson(found) : renderTerminal(model, paintFor(world.stdout)));
      const written = await afterVerdict(world, async () => {
        await writeWholeFile(path, stableJson(found));
        return writeReports(path, model, ["html", "markdown"]);
      });
      if (!asJson && written !== undefined) world.stdout.write(savedText({ Saved: path, Report: written[0] }));
      done(found.interrupted ? exit.interrupted : written === undefined ? exit.usage : exit.ok);
    });
};
