// `tailgate progress`: the optimisation ledger and the production checklist over labelled runs.

import { join } from "node:path";
import type { Command as Program } from "commander";
import { exit } from "../../lib/core/exit.ts";
import { stableJson } from "../../lib/core/json.ts";
import { writeWholeFile } from "../../lib/node/whole-file.ts";
import { readProgress } from "../../report/files/progress.ts";
import { checklistMarkdown, checklistText } from "../../report/text/checklist.ts";
import { ledgerMarkdown, ledgerText } from "../../report/text/ledger.ts";
import { afterVerdict, savedText } from "../after-verdict.ts";
import type { Command } from "../command.ts";
import { resultsDir } from "../measure/results-dir.ts";

export const progress: Command = (program: Program, world, done) => {
  const summary = "the optimisation ledger and the production checklist";
  program
    .command("progress")
    .summary(summary)
    .description(
      `${summary}, over labelled runs in the order of the phases (default: baseline, p1 to p4 and after, where saved)`,
    )
    .argument(
      "[phases...]",
      "in order: LABEL, LABEL=p1 (the guide's phase), LABEL='Name; rps 30-50; p99 100-150; users 15-25'",
    )
    .option("--json", "print both as JSON")
    .action(async (phases: readonly string[], flags: { readonly json?: boolean }) => {
      const dir = resultsDir(world);
      const got = await readProgress(dir, phases);
      for (const message of got.unreadable) world.stderr.write(`warning: ${message}\n`);
      const path = join(dir, "progress.md");
      const asJson = flags.json === true;
      world.stdout.write(asJson ? stableJson(got) : `${ledgerText(got.ledger)}\n${checklistText(got.checklist)}`);
      const saved = await afterVerdict(world, async () => {
        await writeWholeFile(path, `${ledgerMarkdown(got.ledger)}\n${checklistMarkdown(got.checklist)}`);
        return path;
      });
      if (!asJson) world.stdout.write(savedText({ Markdown: saved }));
      done(saved === undefined ? exit.usage : exit.ok);
    });
};
