// `tailgate diagnose`: what one or several recordings of a service show, with a rival explanation and the next
// experiment for each. Advice, not a gate: it exits 0 whatever it finds.

import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Command as Program } from "commander";
import { diagnose as diagnoseRuns } from "../../lib/core/diagnosis/diagnose.ts";
import { CliError, exit } from "../../lib/core/exit.ts";
import { stableJson } from "../../lib/core/json.ts";
import type { Recording } from "../../lib/core/recording.ts";
import type { World } from "../../lib/core/world.ts";
import { readRecording, recordingPaths } from "../../lib/node/recording-file.ts";
import { savedLabels } from "../../report/files/saved.ts";
import { writeReports } from "../../report/files/write-reports.ts";
import { diagnosisModel } from "../../report/model/diagnosis-model.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import type { Command } from "../command.ts";
import { resultsDir } from "../measure/results-dir.ts";
import { labelOf } from "../script/script-name.ts";

/** The label that was recorded to last. @throws CliError when nothing is recorded */
async function newestLabel(dir: string): Promise<string> {
  const labels = await savedLabels(dir);
  const newest = await Promise.all(
    labels.map(async (label) => ({ label, last: basename((await recordingPaths(dir, label)).at(-1) ?? "") })),
  );
  const latest = newest.filter((l) => l.last !== "").sort((a, b) => (a.last < b.last ? 1 : -1))[0];
  if (latest !== undefined) return latest.label;
  throw new CliError("nothing is recorded yet", { code: exit.noData, hint: "Record first: tailgate run baseline." });
}

/** The recordings an argument means: a file, or all under a label. @throws CliError when there are none */
async function pathsOf(dir: string, argument: string): Promise<readonly string[]> {
  const info = await stat(argument).catch(() => undefined);
  if (info?.isFile() === true) return [argument];
  const paths = await recordingPaths(dir, argument);
  if (paths.length > 0) return paths;
  throw new CliError(`no recordings under ${argument}`, {
    code: exit.noData,
    hint: `Labels: ${(await savedLabels(dir)).join(", ") || "none yet; tailgate run baseline"}.`,
  });
}

/** Reads what can be read; a recording of another version is named and left out. @throws CliError when none is left */
async function readAll(world: World, paths: readonly string[]): Promise<readonly Recording[]> {
  const recordings: Recording[] = [];
  for (const path of paths) {
    try {
      recordings.push(await readRecording(path));
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      world.stderr.write(`left out: ${error.message}\n`);
    }
  }
  if (recordings.length > 0) return recordings;
  throw new CliError("none of these recordings can be read", { code: exit.noData, hint: "Record again." });
}

/** Recordings of one service only: two services' curves are not one curve. @throws CliError */
const checkOneService = (recordings: readonly Recording[]): void => {
  const profiles = new Set(recordings.map((r) => r.target.profile ?? ""));
  if (profiles.size <= 1) return;
  throw new CliError(`these recordings are of different services: profiles ${[...profiles].join(", ")}`, {
    hint: "Diagnose each on its own.",
  });
};

interface Flags {
  readonly json?: boolean;
  readonly out?: string;
}

const action =
  (world: World, done: (exitCode: number) => void) =>
  async (what: readonly string[], flags: Flags): Promise<void> => {
    const dir = resultsDir(world);
    const named = what.length > 0 ? what.map(labelOf) : [await newestLabel(dir)];
    const paths = [...new Set((await Promise.all(named.map((argument) => pathsOf(dir, argument)))).flat())];
    const recordings = await readAll(world, paths);
    checkOneService(recordings);
    const model = diagnosisModel(named.join(", "), recordings);
    world.stdout.write(
      flags.json === true
        ? stableJson({ recordings: paths, diagnoses: diagnoseRuns(recordings) })
        : renderTerminal(model, paintFor(world.stdout)),
    );
    if (flags.out !== undefined) {
      const written = await writeReports(join(flags.out, "diagnosis.json"), model, ["html", "markdown"]);
      for (const path of written) world.stderr.write(`report: ${path}\n`);
    }
    done(exit.ok);
  };

export const diagnose: Command = (program: Program, world, done) => {
  const summary = "symptoms in recordings, with their likely causes";
  program
    .command("diagnose")
    .summary(summary)
    .description(`${summary}, what else it could be and the next experiment (docs/diagnosis.md)`)
    .argument("[recordings...]", "recording files, or labels under results/ (default: the label recorded to last)")
    .option("--out <folder>", "also write the diagnosis there, as HTML and Markdown")
    .option("--json", "print the diagnoses as JSON")
    .action(action(world, done));
};
