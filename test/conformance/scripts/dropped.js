// Work that does not fit: maxDuration leaves iterations over, and arrivals find no free VU.
import { sleep } from "k6";

export { handleSummary } from "./support/summary.js";

const short = { maxDuration: "1s", gracefulStop: "2s" };

export const options = {
  scenarios: {
    shared: { executor: "shared-iterations", vus: 2, iterations: 10, ...short },
    each: { executor: "per-vu-iterations", vus: 2, iterations: 5, ...short },
    open: { executor: "constant-arrival-rate", rate: 10, duration: "1s", preAllocatedVUs: 2, gracefulStop: "3s" },
    cut: { executor: "constant-vus", vus: 3, duration: "1s", gracefulStop: "0s", exec: "long" },
  },
  thresholds: {
    "iterations{scenario:shared}": [],
    "iterations{scenario:each}": [],
    "iterations{scenario:open}": [],
    "iterations{scenario:cut}": [],
    "dropped_iterations{scenario:shared}": [],
    "dropped_iterations{scenario:each}": [],
    "dropped_iterations{scenario:open}": [],
  },
};

export default function () {
  sleep(0.7);
}

export function long() {
  sleep(60);
}
