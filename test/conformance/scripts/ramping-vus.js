// Which VU iterates when while VUs ramp up and down.
import { sleep } from "k6";
import exec from "k6/execution";

export { handleSummary } from "./support/summary.js";

export const options = {
  scenarios: {
    ramp: {
      executor: "ramping-vus",
      startVUs: 0,
      gracefulRampDown: "1s",
      stages: [
        { duration: "1200ms", target: 3 },
        { duration: "0s", target: 1 },
        { duration: "600ms", target: 1 },
      ],
    },
  },
};

export default function () {
  console.log(`begun ${exec.vu.idInTest} ${Date.now() - exec.scenario.startTime}`);
  sleep(0.05);
}
