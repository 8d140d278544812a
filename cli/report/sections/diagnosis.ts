// Causes the evidence points to, each with what speaks for another and the experiment that would tell them apart.

import { type Html, html } from "../html.ts";
import type { Finding, ReportModel } from "../model.ts";
import { mark, withCode } from "./ladder.ts";

export const diagnosisSection = (model: ReportModel): Html | "" =>
  model.diagnosis.length === 0
    ? ""
    : html`<section aria-labelledby="diagnosis-h"><h2 id="diagnosis-h">Diagnosis</h2><div class="findings">${model.diagnosis.map(
        findingCard,
      )}</div></section>`;

const findingCard = (finding: Finding): Html => html`<article class="finding">
<h3>${mark(finding.state)} ${finding.title}</h3>
<ul>${finding.evidence.map((line) => html`<li>${withCode(line)}</li>`)}</ul>
${finding.rival !== "" && html`<p><b>It could also be</b> ${withCode(finding.rival)}</p>`}
${finding.nextExperiment !== "" && html`<p><b>To tell</b> ${withCode(finding.nextExperiment)}</p>`}
</article>`;
