// Reports as they were. A format has a golden file for the kinds it has something of its own to say about; that it says
// all that its model does is a property of every kind, below.

import { describe, expect, test } from "vitest";
import type { ReportModel } from "../../report/model/model.ts";
import { type Format, renderers } from "../../report/renderers.ts";
import { sampleModels, shown } from "./sample-models.ts";

const models = await sampleModels();
const modelOf = (name: string): ReportModel => models[name] ?? expect.fail(`no sample ${name}`);

const endings: Readonly<Partial<Record<Format, string>>> = {
  terminal: "txt",
  markdown: "md",
  junit: "junit.xml",
  csv: "csv",
  "github-annotations": "annotations.txt",
  "github-comment": "comment.md",
};

const isFormat = (name: string): name is Format => name in renderers;
const formats = Object.keys(endings).filter(isFormat);

/** What is kept beside the terminal's text. */
const kept: Readonly<Record<string, readonly Format[]>> = {
  run: formats,
  "run-failing": ["terminal", "junit", "github-annotations"],
  "run-invalid": ["terminal", "junit", "github-annotations"],
  comparison: formats.filter((format) => format !== "csv"),
  capacity: ["terminal", "markdown"],
  history: ["terminal", "markdown"],
  diagnosis: ["terminal", "markdown"],
  noise: ["terminal"],
  optimise: ["terminal", "markdown"],
  profile: ["terminal"],
};

describe.each(Object.entries(kept))("%s", (name, formatsOf) => {
  test.each(formatsOf)("%s is as it was", async (format) => {
    const text = renderers[format](modelOf(name), shown);
    await expect(text).toMatchFileSnapshot(`../golden/report/${name}.${endings[format]}`);
  });
});

/** Every sentence and cell of a model that a reader must see. */
const sayings = (model: ReportModel): string[] => [
  model.headline.text,
  ...model.ladder.flatMap((rung) => [rung.sentence, ...rung.reasons.flatMap((r) => [r.finding, r.advice])]),
  ...model.tables.flatMap((t) => [t.title, ...t.rows.flat(), ...t.notes]),
  ...model.remarks.flatMap((r) => [r.title, ...r.lines]),
  ...("findings" in model ? model.findings.flatMap((f) => [f.title, f.evidence, f.cause, f.rival]) : []),
  ...("change" in model ? model.change.rows.flatMap((row) => [row.metric, row.before, row.after]) : []),
];

/** Words alone: mark-up, escapes, and spaces of every kind are the format's own. */
const words = (text: string): string =>
  text
    .replace(/<(script|style)[\s\S]*?<\/\1>|<[^>]*>/g, " ")
    .replace(/&(?:amp|lt|gt|quot|nbsp|#\d+);|\\|`/g, " ")
    .replace(/[^\p{L}\p{N}%.]+/gu, " ");

describe.each(Object.entries(models))("all that %s says", (_, model) => {
  test.each(["html", "github-summary"] as const)("is in %s", (format) => {
    const text = words(renderers[format](model, shown));
    const missing = sayings(model).filter((said) => !text.includes(words(said).trim()));
    expect(missing).toEqual([]);
  });
});
