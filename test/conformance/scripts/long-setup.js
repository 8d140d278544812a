// Interrupted in its setup: nothing else of it must run.
import { sleep } from "k6";

export { handleSummary } from "./support/summary.js";

export const options = { iterations: 1, rps: 50 };

export function setup() {
  console.log("said setup");
  sleep(30);
}

export default function () {
  console.log("said iteration");
}

export function teardown() {
  console.log("said teardown");
}
