// A threshold that ends the run long before its schedule does; teardown and summary still follow.
import { sleep } from "k6";
import { Counter } from "k6/metrics";

export { handleSummary } from "./support/summary.js";

const ended = new Counter("ended");

export const options = {
  vus: 2,
  duration: "50s",
  thresholds: { iterations: [{ threshold: "count<3", abortOnFail: true }] },
};

export default function () {
  sleep(0.1);
}

export function teardown() {
  ended.add(1);
}
