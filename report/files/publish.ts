// What a finished run, comparison or search leaves beside its file: the page, Markdown and JUnit; in GitHub Actions
// also annotations and a step summary.

import { appendFile } from "node:fs/promises";
import { dirname } from "node:path";
import { CliError } from "../../lib/core/exit.ts";
import type { World } from "../../lib/core/world.ts";
import type { ReportModel } from "../model/model.ts";
import { renderers } from "../renderers.ts";
import { readSaved } from "./saved.ts";
import { savedModel } from "./saved-model.ts";
import { writeReports } from "./write-reports.ts";

/** @throws CliError when the file cannot be written */
async function appendSummary(path: string, text: string): Promise<void> {
  try {
    await appendFile(path, text);
  } catch (error) {
    throw new CliError(`cannot write GITHUB_STEP_SUMMARY (${path})`, { cause: error });
  }
}

/**
 * Renders what is saved at `path`.
 *
 * In GitHub Actions annotations go to standard error, which Actions reads too, so that `--json` stays JSON.
 *
 * @returns the path of the page, and the model for whoever shows it in another way
 */
export async function publishReports(
  world: World,
  path: string,
): Promise<{ readonly page: string; readonly model: ReportModel }> {
  const model = await savedModel(await readSaved(path), dirname(dirname(path)));
  const [page = ""] = await writeReports(path, model, ["html", "markdown", "junit"]);
  if (world.env.GITHUB_ACTIONS === "true") {
    world.stderr.write(renderers["github-annotations"](model));
    const summary = world.env.GITHUB_STEP_SUMMARY || undefined;
    if (summary !== undefined) await appendSummary(summary, renderers["github-summary"](model));
  }
  return { page, model };
}
