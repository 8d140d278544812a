// Writes the options and the scenarios that they came to, as the script sees them, without running any.
import exec from "k6/execution";

export const options = JSON.parse(__ENV.OPTIONS || "{}");

export function setup() {
  exec.test.abort("only asking");
}

export default function () {}

export function handleSummary() {
  return { [__ENV.OUT ?? "stdout"]: JSON.stringify(exec.test.options) };
}
