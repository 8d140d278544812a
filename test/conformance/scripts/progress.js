// What `exec` shows: progress counts iterations that are over, and the options are there whole, null where not given.
import exec from "k6/execution";

export const options = {
  scenarios: { each: { executor: "per-vu-iterations", vus: 1, iterations: 4 } },
  thresholds: { iterations: ["count>0"] },
};

export default function () {
  console.log(`said ${exec.scenario.progress}`);
}

export function teardown() {
  const { summaryTrendStats, systemTags, ...shown } = exec.test.options;
  console.log(`said ${JSON.stringify(shown).replace(/"/g, "'")}`);
  console.log(`said ${summaryTrendStats.length} ${systemTags.length}`);
}
