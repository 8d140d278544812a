// Arrival-rate schedules: says of every iteration how long after its scenario's start it began.
import exec from "k6/execution";
import { Counter } from "k6/metrics";

export { handleSummary } from "./support/summary.js";

const begun = new Counter("begun");

const open = { preAllocatedVUs: 50, gracefulStop: "1s" };

export const options = {
  scenarios: {
    even: { executor: "constant-arrival-rate", rate: 40, duration: "1s", ...open },
    cut: { executor: "constant-arrival-rate", rate: 60, duration: "1s", ...open },
    unit: { executor: "constant-arrival-rate", rate: 120, timeUnit: "1m", duration: "1s", ...open },
    ramp: { executor: "ramping-arrival-rate", startRate: 0, stages: [{ duration: "1s", target: 40 }], ...open },
    steps: {
      executor: "ramping-arrival-rate",
      startRate: 10,
      stages: [
        { duration: "500ms", target: 10 },
        { duration: "0s", target: 30 },
        { duration: "500ms", target: 30 },
      ],
      ...open,
    },
  },
  thresholds: {
    "begun{scenario:even}": [],
    "begun{scenario:cut}": [],
    "begun{scenario:unit}": [],
    "begun{scenario:ramp}": [],
    "begun{scenario:steps}": [],
    "dropped_iterations{scenario:even}": [],
    "dropped_iterations{scenario:cut}": [],
    "dropped_iterations{scenario:unit}": [],
    "dropped_iterations{scenario:ramp}": [],
    "dropped_iterations{scenario:steps}": [],
  },
};

export default function () {
  begun.add(1);
  const { name, startTime, iterationInTest } = exec.scenario;
  console.log(`begun ${name} ${iterationInTest} ${Date.now() - startTime}`);
}
