// Any report as terminal text. The words, the figures and the verdicts are the model's; here they are only laid out.

import type { DiagnosisModel, HistoryModel, NoiseModel, OptimiseModel, ReportModel } from "../model/model.ts";
import { capacityText } from "./capacity-text.ts";
import type { Paint } from "./colour.ts";
import { comparisonText } from "./comparison-text.ts";
import { profileText } from "./profile-text.ts";
import { findingText, paragraphs, remarkText, settingText, tableText } from "./report-text.ts";
import { runText } from "./run-text.ts";
import { trendsText } from "./trends-text.ts";

export function renderTerminal(model: ReportModel, paint: Paint): string {
  switch (model.kind) {
    case "run":
      return runText(model, paint);
    case "comparison":
      return comparisonText(model, paint);
    case "capacity":
      return capacityText(model, paint);
    case "profile":
      return profileText(model, paint);
    case "diagnosis":
      return diagnosisText(model, paint);
    case "history":
      return historyText(model, paint);
    case "noise":
    case "optimise":
      return tablesText(model, paint);
  }
}

const diagnosisText = ({ headline, setting, findings }: DiagnosisModel, paint: Paint): string =>
  paragraphs([
    `${(headline.state === "good" ? paint.good : paint.warn)(headline.text)}. ${setting.join(", ")}.\n`,
    ...findings.map((f) => findingText(f, paint)),
  ]);

const historyText = ({ headline, trends }: HistoryModel, paint: Paint): string =>
  paragraphs([`${paint.strong(headline.text)}\n`, trendsText(trends)]);

const tablesText = (model: NoiseModel | OptimiseModel, paint: Paint): string =>
  paragraphs([
    settingText(model.setting, paint),
    ...model.tables.map((table) => tableText(table, paint)),
    ...model.remarks.map(remarkText),
  ]);
