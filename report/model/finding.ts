// From a diagnosis to what a report shows of it.

import type { Diagnosis } from "../../lib/core/diagnosis/diagnosis.ts";
import type { Finding } from "./model.ts";

export const findingOf = ({ kind, symptom, evidence, cause, rival, nextExperiment }: Diagnosis): Finding => ({
  title: symptom,
  state: kind === "fault" ? "warn" : "unknown",
  evidence,
  cause,
  rival,
  nextExperiment,
});
