// What became of a public script on the runner, with k6 for the measure.

import { WITH_K6 } from "../../runner/vu/only-k6.ts";
import type { Ran } from "./run-one.ts";

export type Outcome =
  | "same"
  | "no script"
  | "k6 cannot"
  | "refused"
  | "refused late"
  | "different on purpose"
  | "by chance"
  | "wrong"
  | "hangs";

export interface Found {
  readonly script: string;
  readonly outcome: Outcome;
  readonly why: string;
}

/** What the runner says where it refuses: its hint, and what options, errors without a hint and the bundler say. */
const REFUSALS = [WITH_K6, "cannot be kept in order", "run with k6", "cannot load"];

function refusalIn(text: string): string | undefined {
  const said = text.split("\n").find((line) => REFUSALS.some((words) => line.includes(words)));
  return said?.replace(/^time=\S+ level=\w+ msg=/, "");
}

/** What k6 says of an iteration that threw, at once or by a promise that nobody caught. */
const THREW = ["source=stacktrace", "Uncaught (in promise)"];

const sorted = (lines: readonly string[]): string => [...lines].sort().join("\n");

function firstDifference(a: readonly string[], b: readonly string[]): string {
  const [left, right] = [[...a].sort(), [...b].sort()];
  const at = left.findIndex((line, index) => line !== right[index]);
  const index = at < 0 ? left.length : at;
  const shown = (lines: readonly string[]): string => `${lines.length}: ${lines[index]?.slice(0, 160) ?? "-"}`;
  return `k6 ${shown(left)} | runner ${shown(right)}`;
}

/** True if k6 got as far as running the script. */
const k6Ran = ({ exit, requests }: Ran): boolean =>
  (exit !== "timeout" && [0, 99, 108, 110].includes(exit)) || requests.length > 0;

/** Compares two runs of a script: requests, checks, console lines and exit code. */
export function judge(script: string, k6: Ran, ours: Ran): Found {
  const found = (outcome: Outcome, why = ""): Found => ({ script, outcome, why });
  if (!k6Ran(k6)) return found("k6 cannot", String(k6.exit));
  if (ours.exit === "timeout") return found("hangs");
  const refusal = refusalIn(ours.text);
  if (refusal !== undefined && ours.exit !== 0) {
    return found(ours.requests.length === 0 || k6.requests.length === 0 ? "refused" : "refused late", refusal);
  }
  for (const what of ["requests", "checks", "printed"] as const) {
    if (sorted(k6[what]) !== sorted(ours[what]))
      return found("wrong", `${what}: ${firstDifference(k6[what], ours[what])}`);
  }
  if (k6.exit === ours.exit) return found("same");
  if (ours.exit === 107 && THREW.some((words) => k6.text.includes(words))) {
    return found("different on purpose", "an iteration threw: 107, not 0");
  }
  if (ours.exit === 99 && ours.text.includes("have no data")) {
    return found("different on purpose", "a threshold without data: 99, not 0");
  }
  return found("wrong", `exit: k6 ${k6.exit}, runner ${ours.exit}`);
}
