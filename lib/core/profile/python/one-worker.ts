// workers=1: one process does all there is to do, and its one interpreter is taken, while the machine has more cores.

import { formatPercent } from "../../format.ts";
import type { PythonRule } from "./evidence.ts";

const TAKEN = 0.7;

export const oneWorker: PythonRule = ({ processes, lock, cores }) => {
  if (processes > 1 || cores === undefined || cores < 2 || lock?.heldShare == null || lock.heldShare < TAKEN) {
    return undefined;
  }
  return {
    rule: "one-worker",
    kind: "fault",
    symptom: "Throughput stays flat while cores are left",
    evidence: `one process, its GIL held ${formatPercent(lock.heldShare)} of the time, on a machine with ${cores} cores`,
    cause: "workers=1: one interpreter does all the work.",
    rival: "The load generator (or another program) has the other cores: a second process would only share them.",
    nextExperiment:
      "BASELINE_CMD='uvicorn … --workers 1' CMD='uvicorn … --workers 2' tailgate compare; watch requests/s at the same users, and memory: each worker has a model of its own.",
  };
};
