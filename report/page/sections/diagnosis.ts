// Causes the evidence points to, each with what speaks for another and the experiment that would tell them apart.

import type { Finding, ReportModel } from "../../model/model.ts";
import { partsOf } from "../../model/parts.ts";
import { type Html, html } from "../html.ts";
import { mark, withCode } from "./ladder.ts";

export function diagnosisSection(model: ReportModel): Html | "" {
  const { findings } = partsOf(model);
  return findings.length === 0
    ? ""
    : html`<section aria-labelledby="diagnosis-h"><h2 id="diagnosis-h">Diagnosis</h2><div class="findings">${findings.map(
        findingCard,
      )}</div></section>`;
}

const findingCard = (finding: Finding): Html => html`<article class="finding">
<h3>${mark(finding.state)} ${finding.title}</h3>
<dl>
<div><dt>Measured</dt><dd>${withCode(finding.evidence)}</dd></div>
<div><dt>Likely cause</dt><dd>${withCode(finding.cause)}</dd></div>
<div><dt>Could also be</dt><dd>${withCode(finding.rival)}</dd></div>
<div><dt>To tell them apart</dt><dd>${withCode(finding.nextExperiment)}</dd></div>
</dl>
</article>`;
