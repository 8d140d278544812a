// `tailgate report`: renders reports from what is saved, in any format, to files or to stdout.

import { join } from "node:path";
import { Option, type Command as Program } from "commander";
import { CliError, exit } from "../../lib/core/exit.ts";
import { historyEntry } from "../../lib/core/history/entry.ts";
import type { World } from "../../lib/core/world.ts";
import { appendHistory, readHistory } from "../../report/files/history-file.ts";
import { readSaved, type Saved, savedLabels, savedPaths } from "../../report/files/saved.ts";
import { savedModel } from "../../report/files/saved-model.ts";
import { builtPageAssets, writeReports } from "../../report/files/write-reports.ts";
import { historyModel } from "../../report/model/history-model.ts";
import type { ReportModel } from "../../report/model/model.ts";
import { type Format, renderers } from "../../report/renderers.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import type { Command } from "../command.ts";
import { resultsDir } from "../measure/results-dir.ts";
import { labelOf } from "../script/script-name.ts";

interface Flags {
  readonly format?: string;
  readonly print?: boolean;
  readonly out?: string;
  readonly appendHistory?: string;
  readonly trend?: string;
}

const isFormat = (name: string): name is Format => Object.hasOwn(renderers, name);

const formatsFrom = (text: string): Format[] =>
  text.split(",").map((name) => {
    if (isFormat(name)) return name;
    throw new CliError(`--format ${name}: must be of ${Object.keys(renderers).join(", ")}`);
  });

const show = async (
  world: World,
  source: string,
  model: ReportModel,
  flags: Flags,
  formats: readonly Format[],
): Promise<void> => {
  const [format] = formats;
  if (flags.print === true && format !== undefined) {
    world.stdout.write(renderers[format](model, { page: await builtPageAssets(), paint: paintFor(world.stdout) }));
    return;
  }
  for (const path of await writeReports(source, model, formats, flags.out)) world.stdout.write(`${path}\n`);
};

const action =
  (world: World, done: (exitCode: number) => void) =>
  async (what: readonly string[], flags: Flags): Promise<void> => {
    const formats = formatsFrom(flags.format ?? "html,markdown");
    if (flags.print === true && formats.length !== 1) throw new CliError("--print needs exactly one --format");
    const dir = resultsDir(world);
    if (flags.trend !== undefined) {
      const { entries, faults } = await readHistory(flags.trend);
      for (const fault of faults) world.stderr.write(`warning: ${fault}\n`);
      if (entries.length === 0) throw new CliError(`${flags.trend} has no runs`, { code: exit.noData });
      await show(world, flags.trend, historyModel(entries), flags, formats);
      return;
    }
    const named = what.length > 0 ? what.map(labelOf) : await savedLabels(dir);
    if (named.length === 0) {
      throw new CliError("nothing is saved yet", { code: exit.noData, hint: `Record first: tailgate run baseline.` });
    }
    const paths = (await Promise.all(named.map((argument) => savedPaths(dir, argument)))).flat();
    for (const path of paths) {
      const saved = await readSaved(path).catch((error: unknown) => {
        // Asked for everything, one file of an older format is no reason to show nothing.
        if (what.length > 0 || !(error instanceof CliError)) throw error;
        world.stderr.write(`warning: ${error.message}\n`);
      });
      if (saved === undefined) continue;
      await remember(saved, flags);
      await show(world, path, await savedModel(saved, dir), flags, formats);
    }
    done(exit.ok);
  };

/** Only single runs are points of a history. */
const remember = async (saved: Saved, { appendHistory: path }: Flags): Promise<void> => {
  if (path !== undefined && saved.kind === "recording") await appendHistory(path, historyEntry(saved.value));
};

export const report: Command = (program: Program, world, done) => {
  const summary = "render reports from saved recordings, comparisons and capacity searches";
  program
    .command("report")
    .summary(summary)
    .description(summary)
    .argument("[what...]", "labels, scripts or files (default: the newest of every label)")
    .addOption(new Option("--format <names>", "comma-separated formats").default("html,markdown"))
    .option("--print", "write to stdout instead of files; needs one format")
    .option("--out <folder>", "where to write (default: beside what is reported)")
    .option("--append-history <file>", "add the runs to a history of JSON lines")
    .option("--trend <file>", "render the trend page of such a history instead")
    .addHelpText(
      "after",
      `\nFormats: ${Object.keys(renderers).join(", ")}\nExample: tailgate report baseline --format github-summary --print >> "$GITHUB_STEP_SUMMARY"\nTrend:   tailgate report --trend ${join("results", "history.jsonl")}`,
    )
    .action(action(world, done));
};
