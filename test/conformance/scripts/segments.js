// Every executor, so small that a segment's part can be written down: who runs what, by its numbers in the whole test.
import exec from "k6/execution";

export { handleSummary } from "./support/summary.js";

const base = { exec: "tell", gracefulStop: "1s" };

export const options = {
  scenarios: {
    each: { ...base, executor: "per-vu-iterations", vus: 7, iterations: 1 },
    shared: { ...base, executor: "shared-iterations", vus: 7, iterations: 20 },
    rate: { ...base, executor: "constant-arrival-rate", rate: 20, duration: "1s", preAllocatedVUs: 7 },
    ramp: {
      ...base,
      executor: "ramping-arrival-rate",
      startRate: 20,
      stages: [{ duration: "1s", target: 20 }],
      preAllocatedVUs: 6,
      maxVUs: 6,
    },
    none: { ...base, executor: "constant-arrival-rate", rate: 20, duration: "1s", preAllocatedVUs: 1 },
  },
};

export function tell() {
  console.log(`ran ${exec.scenario.name} ${exec.scenario.iterationInTest} ${exec.vu.idInTest}`);
}
