// A CPU profile as terminal text, with the parts that were asked for.

import type { ProfileModel } from "../model/model.ts";
import type { Paint } from "./colour.ts";
import { renderAnalysis, renderRoadmap } from "./profile-analysis.ts";
import { profileHead } from "./profile-head.ts";
import { renderLock } from "./profile-lock.ts";
import { renderOverhead, renderSaved } from "./profile-overhead.ts";
import { renderViews } from "./profile-views.ts";
import { findingText, paragraphs } from "./report-text.ts";

export function profileText({ profile: report, asked, findings }: ProfileModel, paint: Paint): string {
  const { profile, views, analysis } = report;
  const more = asked.analysis || asked.roadmap;
  return paragraphs([
    profileHead(profile, views.totalUs, views.busyUs) +
      report.doubts.map((doubt) => `${paint.warn("Doubt")}     ${doubt}\n`).join(""),
    asked.detailed || !more ? renderViews(profile, views, paint, asked.detailed) : "",
    asked.analysis ? renderAnalysis(profile, analysis, paint) : "",
    asked.roadmap ? renderRoadmap(report.roadmap, paint) : "",
    findings.length > 0 && more
      ? `${paint.strong("Causes in Python")}\n\n${findings.map((f) => findingText(f, paint)).join("\n")}`
      : "",
    report.lock === undefined ? "" : renderLock(report.lock, paint),
    report.overhead === undefined ? "" : renderOverhead(report.overhead, paint),
    report.saved === undefined ? "" : renderSaved(report.saved),
    more ? "" : "--analysis says what dominates, --roadmap what to try first.\n",
  ]);
}
