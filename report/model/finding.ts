// From a diagnosis to what a report shows of it.

import type { Diagnosis } from "../../lib/core/diagnosis/diagnosis.ts";
import type { Finding } from "./model.ts";

export const findingOf = ({ rule, kind, symptom, evidence, cause, rival, nextExperiment }: Diagnosis): Finding => ({
  rule,
  title: symptom,
  state: kind === "fault" ? "warn" : "unknown",
  evidence,
  cause,
  rival,
  nextExperiment,
});
