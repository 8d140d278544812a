// The parts that every report has as terminal text: its conditions, tables, remarks, findings and facts.

import { textTable } from "../../lib/core/text-table.ts";
import type { FactGroup, Finding, Remark, Table } from "../model/model.ts";
import type { Paint } from "./colour.ts";

/** The conditions; the scenario, which comes first, stands out. */
export const settingText = ([first, ...rest]: readonly string[], paint: Paint): string => {
  if (first === undefined) return "";
  const [scenario = "", ...others] = first.split(" · ");
  return [[paint.strong(scenario), ...others].join(" · "), ...rest, ""].join("\n");
};

export const tableText = ({ title, columns, rows, notes }: Table, paint: Paint): string =>
  `${paint.strong(title)}\n${textTable(
    columns.map((c) => c.name),
    rows,
  )}${notes.map((note) => `${note}\n`).join("")}`;

export const remarkText = ({ title, lines }: Remark): string =>
  `${title}\n${lines.map((line) => `  ${line}\n`).join("")}`;

/** A finding with its evidence, its rival and the next experiment. */
export const findingText = (f: Finding, paint: Paint): string =>
  [
    `${f.state === "unknown" ? paint.dim("i") : paint.bad("✗")} ${paint.strong(f.title)}  ${paint.dim(f.rule)}`,
    `    Seen     ${f.evidence}`,
    `    Likely   ${f.cause}`,
    `    Or       ${f.rival}`,
    `    Try      ${f.nextExperiment}`,
    "",
  ].join("\n");

/** Findings in short, for the end of a run; `more` says where the long form is. */
export const findingsInShort = (findings: readonly Finding[], more: string, paint: Paint): string => {
  const faults = findings.filter((f) => f.state !== "unknown");
  return faults.length === 0
    ? ""
    : `Diagnosis\n${faults.map((f) => `  ${paint.warn("!")} ${f.title}: ${f.evidence}\n    ${f.cause}\n`).join("")}    More: ${more}\n`;
};

export const factsText = ({ title, facts }: FactGroup): string =>
  `${title}\n${facts.map(({ name, value }) => `  ${name}: ${value}\n`).join("")}`;

/** Parts with a line between them; empty ones leave nothing. */
export const paragraphs = (parts: readonly string[]): string => parts.filter((part) => part !== "").join("\n");
