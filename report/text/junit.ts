// A report as JUnit XML: one suite for each rung, one case for each objective or metric. What was not judged or had too little data is
// skipped, never passed; an invalid measurement is an error, not a failure.

import { intervalText, signedChange, verdictText } from "../../lib/core/compare/wording.ts";
import type { ChangeRow, CriterionRow, ReportModel, Rung } from "../model/model.ts";
import { partsOf } from "../model/parts.ts";
import { escapeMarkup, escapeXmlAttribute } from "./escape.ts";

type Outcome = "passed" | "failure" | "error" | "skipped";

interface Case {
  readonly name: string;
  readonly outcome: Outcome;
  readonly message: string;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

export function renderJUnit(model: ReportModel): string {
  const suites = suitesOf(model);
  const all = suites.flatMap((suite) => suite.cases);
  const seconds = ((partsOf(model).figures?.totals.durationMs ?? 0) / 1000).toFixed(3);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="tailgate" ${countsOf(all)} time="${seconds}">`,
    ...suites.map((suite) => suiteXml(model, suite)),
    "</testsuites>",
    "",
  ].join("\n");
}

function suitesOf(model: ReportModel): Suite[] {
  const { figures, change } = partsOf(model);
  const criteria = figures?.criteria ?? [];
  const rungs = model.ladder.map(
    (rung): Suite => ({
      name: rung.name,
      cases:
        rung.name === "objectives" && criteria.length > 0
          ? criteria.map(objectiveCase)
          : rung.name === "change" && rung.word !== "not judged" && change !== null
            ? [rungCase(rung), ...change.rows.map(changeCase)]
            : [rungCase(rung)],
    }),
  );
  return rungs;
}

const rungCase = (rung: Rung): Case => ({
  name: rung.name,
  outcome:
    rung.state === "good"
      ? "passed"
      : rung.state !== "bad"
        ? "skipped"
        : rung.name === "validity" || rung.word === "invalid"
          ? "error"
          : "failure",
  message: [rung.sentence, ...rung.reasons.map((r) => `${r.finding} ${r.advice}`.trim())].join("\n"),
});

const objectiveOutcome: Readonly<Record<CriterionRow["verdict"], Outcome>> = {
  pass: "passed",
  fail: "failure",
  "no-data": "skipped",
  "not-judged": "skipped",
};

const objectiveCase = (c: CriterionRow): Case => ({
  name: `${c.endpoint}: ${c.rule}`,
  outcome: objectiveOutcome[c.verdict],
  message: `${c.verdict}: measured ${c.actual}`,
});

const changeOutcome: Readonly<Record<ChangeRow["verdict"], Outcome>> = {
  regressed: "failure",
  improved: "passed",
  "no-change": "passed",
  inconclusive: "skipped",
  unsupported: "skipped",
};

const changeCase = (row: ChangeRow): Case => ({
  name: row.metric,
  outcome: row.gated ? changeOutcome[row.verdict] : "skipped",
  message:
    `${verdictText(row)}: ${row.before} to ${row.after}, ${signedChange(row.change, row.unit)} (95 % interval ${intervalText(row, row.unit)}) ${row.notes.join("; ")}`.trim(),
});

const countsOf = (cases: readonly Case[]): string => {
  const count = (outcome: Outcome): number => cases.filter((c) => c.outcome === outcome).length;
  return `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}" skipped="${count("skipped")}"`;
};

const suiteXml = (model: ReportModel, suite: Suite): string =>
  [
    `  <testsuite name="${escapeXmlAttribute(suite.name)}" timestamp="${escapeXmlAttribute(model.at)}" ${countsOf(suite.cases)}>`,
    ...suite.cases.map((c) => caseXml(model, c)),
    "  </testsuite>",
  ].join("\n");

function caseXml(model: ReportModel, c: Case): string {
  const open = `    <testcase classname="${escapeXmlAttribute(model.title)}" name="${escapeXmlAttribute(c.name)}"`;
  if (c.outcome === "passed") return `${open}/>`;
  const summary = escapeXmlAttribute(c.message.split("\n")[0] ?? "");
  return `${open}>\n      <${c.outcome} message="${summary}">${escapeMarkup(c.message)}</${c.outcome}>\n    </testcase>`;
}
