// Reports beside what they report on: results/<label>/<id>.html and so on, each written whole.

import { readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CliError } from "../../lib/core/exit.ts";
import { builtFile } from "../../lib/node/suite-root.ts";
import { writeWholeFile } from "../../lib/node/whole-file.ts";
import type { ReportModel } from "../model/model.ts";
import type { PageAssets } from "../page/page.ts";
import { type Format, renderers } from "../renderers.ts";
import { plainPaint } from "../terminal/colour.ts";

/** How the files of each format end. */
const endings: Readonly<Record<Format, string>> = {
  terminal: ".txt",
  html: ".html",
  markdown: ".md",
  junit: ".junit.xml",
  csv: ".csv",
  json: ".report.json",
  "github-annotations": ".annotations.txt",
  "github-summary": ".summary.md",
  "github-comment": ".comment.md",
};

/** The page's script and styles, as built. @throws CliError when the suite is not built */
export async function builtPageAssets(): Promise<PageAssets> {
  try {
    const [script, styles] = await Promise.all(
      ["report-client.js", "report-client.css"].map((name) => readFile(builtFile(name), "utf8")),
    );
    return { script: script ?? "", styles: styles ?? "" };
  } catch (error) {
    throw new CliError("the report's script is not built", { hint: "Run make build.", cause: error });
  }
}

/** Writes a report in each format beside `source` (or into `folder`) and returns the paths. @throws CliError */
export async function writeReports(
  source: string,
  model: ReportModel,
  formats: readonly Format[],
  folder: string = dirname(source),
): Promise<readonly string[]> {
  const page = await builtPageAssets();
  const stem = basename(source).replace(/(\.(recording|capacity|optimise))?\.jsonl?$/, "");
  const paths: string[] = [];
  for (const format of formats) {
    const path = join(folder, `${stem}${endings[format]}`);
    await writeWholeFile(path, renderers[format](model, { page, paint: plainPaint }));
    paths.push(path);
  }
  return paths;
}
