// The service did not live through the run.

import type { DiagnosisRule } from "./diagnosis.ts";

export const restarts: DiagnosisRule = (runs) => {
  const count = runs.reduce((sum, run) => sum + (run.service?.restarts ?? 0), 0);
  if (count === 0) return undefined;
  return {
    rule: "restarts",
    kind: "fault",
    symptom: "The service restarts under load",
    evidence: `its process start time changed ${count === 1 ? "once" : `${count} times`} during the run`,
    cause: "It crashed, or was killed for its memory or for a health check that took too long.",
    rival: "It was redeployed.",
    nextExperiment:
      "Read its last log lines and exit status (137 is an out-of-memory kill); look at /health and memory before it.",
  };
};
