// A service that keeps exactly one core busy while requests wait and other cores idle: the same fault as
// `serialised`, seen in a single run from the service's own CPU figures.

import { formatPercent } from "../format.ts";
import { coresUsed } from "../metrics/run-metrics.ts";
import { median } from "../quantile.ts";
import type { DiagnosisRule } from "./diagnosis.ts";
import { inFlightOf } from "./inference.ts";

const ONE_CORE = { low: 0.85, high: 1.15 } as const;
const WAITING = 3;

export const oneCore: DiagnosisRule = (runs) => {
  for (const run of runs) {
    const inFlight = inFlightOf(run);
    const measured = run.service?.samples.filter((s) => s.t * 1000 >= run.warmupMs) ?? [];
    // Of the processes themselves where they could be read, else as the service says once a second.
    const cpu = coresUsed(run) ?? median(measured.flatMap((s) => s.cpuFraction ?? []));
    if (cpu === undefined || cpu < ONE_CORE.low || cpu > ONE_CORE.high) continue;
    if (run.host.cores < 2 || inFlight < WAITING) continue;
    return {
      rule: "one-core",
      kind: "fault",
      symptom: "Response time increases linearly with users",
      evidence: `the service used ${formatPercent(cpu)} of one core, of ${run.host.cores} there are, while ${inFlight.toFixed(1)} requests were in flight`,
      cause:
        "Inference runs on a single thread: the event loop is the queue. In Python also: threads take turns for the GIL, or workers=1.",
      rival: "The load generator, on the same machine, had the other cores and the service could not get more.",
      nextExperiment:
        "Try tailgate run concurrency: throughput that stays flat from few users on means one thread (move inference to workers). In Python tailgate profile says who holds the GIL; against that only processes (--workers 2) or less work help.",
    };
  }
  return undefined;
};
