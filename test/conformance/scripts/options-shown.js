// Writes the scenarios that the options came to, as the script sees them, without running any.
import exec from "k6/execution";

export const options = JSON.parse(__ENV.OPTIONS || "{}");

export function setup() {
  exec.test.abort("only asking");
}

export default function () {}

export function handleSummary() {
  const { scenarios, tags, summaryTrendStats } = exec.test.options;
  return { [__ENV.OUT]: JSON.stringify({ scenarios, tags, summaryTrendStats }) };
}
