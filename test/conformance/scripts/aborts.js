// `exec.test.abort` where nothing waits: no iteration starts after it, and none counts as dropped.
import exec from "k6/execution";

export const options = {
  scenarios: {
    each: { executor: "per-vu-iterations", vus: 1, iterations: 200_000, maxDuration: "30s" },
  },
};

export function setup() {
  if (__ENV.WHERE === "setup") exec.test.abort("enough");
}

if (__ENV.WHERE === "init" && __VU > 0) exec.test.abort("enough");

export default function () {
  if (exec.scenario.iterationInTest >= 50) exec.test.abort("enough");
}

export function teardown() {
  console.log("said teardown");
}

export function handleSummary({ metrics }) {
  const count = (name) => metrics[name]?.values.count ?? 0;
  console.log(`said ${count("iterations")} ${count("dropped_iterations")}`);
  return {};
}
