// Ends in the way that the environment names.
import { sleep } from "k6";
import exec from "k6/execution";

const how = __ENV.HOW;

if (how === "init") throw new Error("thrown in init code");

const executors = {
  executor: { scenarios: { a: { executor: "no-such-executor" } } },
  field: { scenarios: { a: { executor: "constant-vus", vus: 1, duration: "1s", noSuchField: 1 } } },
  exec: { scenarios: { a: { executor: "per-vu-iterations", exec: "noSuchFunction" } } },
  iterations: { vus: 5, iterations: 2 },
  twice: { duration: "1s", stages: [{ duration: "1s", target: 1 }] },
  top: { iterations: 1, noSuchOption: 1 },
  setupTimeout: { iterations: 1, setupTimeout: "200ms" },
  teardownTimeout: { iterations: 1, teardownTimeout: "200ms" },
  sigint: { vus: 1, duration: "60s" },
};

export const options = executors[how] ?? { iterations: 2 };

export function setup() {
  if (how === "setup") throw new Error("thrown in setup");
  if (how === "setupTimeout") sleep(30);
}

export default function () {
  if (how === "iteration") throw new Error("thrown in an iteration");
  if (how === "abort") exec.test.abort("enough");
  if (how === "fail") exec.test.fail("not good");
  if (how === "sigint") {
    console.log("iterating");
    sleep(50);
  }
}

export function teardown() {
  if (how === "teardown") throw new Error("thrown in teardown");
  if (how === "teardownTimeout") sleep(30);
}

export function handleSummary(data) {
  if (how === "summary") throw new Error("thrown in handleSummary");
  if (how === "directory") return { "no/such/directory/x.json": "{}" };
  return { [__ENV.OUT ?? "stdout"]: JSON.stringify(data) };
}
