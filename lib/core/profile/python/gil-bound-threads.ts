// Threads that take turns: more of them want to run than the GIL lets, and what they run is Python.

import { formatPercent } from "../../format.ts";
import { isThread } from "../profile.ts";
import type { PythonRule } from "./evidence.ts";

/** Threads of a process that ran or waited to, on average. */
const WANT_TO_RUN = 1.5;
/** Below this the lock is free so often that threads wait for something else. */
const HELD = 0.4;

export const gilBoundThreads: PythonRule = ({ profile, busyUs, processes, lock }) => {
  if (profile.durationUs === null || profile.durationUs === 0 || lock?.heldShare == null) return undefined;
  const wanting = busyUs / profile.durationUs / processes;
  if (wanting < WANT_TO_RUN || lock.heldShare < HELD) return undefined;
  const threads = profile.functions.filter(isThread).length;
  return {
    rule: "gil-bound-threads",
    kind: "fault",
    symptom: "More threads bring no throughput",
    evidence: `in ${processes === 1 ? "the process" : "each process"} ${wanting.toFixed(1)} threads (of ${Math.max(1, Math.round(threads / processes))}) ran or waited to run at any time, and the GIL was held ${formatPercent(lock.heldShare)} of the time`,
    cause: "The threads run Python code and take turns for the GIL; handing it around costs something on top.",
    rival: "The cores are busy with something else, so threads wait for a core and not for the GIL.",
    nextExperiment:
      "Two processes with one thread each against one with two (uvicorn --workers 2): BASELINE_CMD='<threads>' CMD='<processes>' tailgate compare; watch requests/s. Faster by processes is the GIL, the same is the cores.",
  };
};
