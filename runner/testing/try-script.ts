// Runs a k6 script for a few iterations inside a unit test and says what came of it: checks, metrics, what was thrown.
// It makes no load worth the name and judges nothing; assertions are the test's.

import type { Tags } from "../../lib/core/metric-sample.ts";
import { ms } from "../../lib/core/units.ts";
import type { Stream, World } from "../../lib/core/world.ts";
import { runScript } from "../run.ts";
import type { RunOutcome } from "../run-outcome.ts";
import type { SummaryGroup } from "../summary/summary-data.ts";

export interface Trial {
  /** Path of the script, TypeScript or JavaScript. */
  readonly script: string;
  /** The exported function to run; "default" unless told. */
  readonly exec?: string;
  /** Iterations of each VU; 1 unless told. */
  readonly iterations?: number;
  /** 1 unless told. */
  readonly vus?: number;
  /** What the script sees as `__ENV`. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Tried {
  /** Exit code, counts of iterations, thresholds, handleSummary's data: as of any run. */
  readonly outcome: RunOutcome;
  /** What a check came to, over all groups; undefined when no check of this name was reached. */
  check(name: string): { readonly passes: number; readonly fails: number } | undefined;
  /** Values of a metric's samples in order, of those with all of `tags`; times are ms. */
  values(metric: string, tags?: Tags): readonly number[];
  /** Text the script wrote by handleSummary or console, and what the runner had to say of it. */
  readonly output: string;
}

interface Sample {
  readonly metric: string;
  readonly value: number;
  readonly tags: Tags;
}

/** A world with this process's clock whose streams go into `write`. */
function quietWorld(write: (text: string) => void): World {
  const stream: Stream = { write, columns: undefined, colour: false };
  return {
    env: {},
    cwd: process.cwd(),
    stdout: stream,
    stderr: stream,
    now: () => ms(Date.now()),
    monotonic: () => ms(performance.now()),
    sleep: (duration) => new Promise((resolve) => setTimeout(resolve, duration)),
    interrupted: new AbortController().signal,
  };
}

function* checksOf(group: SummaryGroup): Generator<{ name: string; passes: number; fails: number }> {
  yield* group.checks;
  for (const inner of group.groups) yield* checksOf(inner);
}

/**
 * Runs setup, the iterations, teardown and handleSummary as in a real run; the script's own scenarios are replaced.
 * Never throws for what is wrong with the script: that is in the outcome.
 */
export async function tryScript({
  script,
  exec = "default",
  iterations = 1,
  vus = 1,
  env = {},
}: Trial): Promise<Tried> {
  const samples: Sample[] = [];
  let output = "";
  const write = (text: string): void => {
    output += text;
  };
  const outcome = await runScript({
    script,
    env,
    options: { scenarios: { [exec]: { executor: "per-vu-iterations", exec, iterations, vus } } },
    onSample: (metric, _time, value, tags) => samples.push({ metric, value, tags }),
    onNotice: (line) => write(`${line}\n`),
    signal: new AbortController().signal,
    world: quietWorld(write),
  });
  const { summary } = outcome;
  return {
    outcome,
    output,
    check(name) {
      const found = summary ? [...checksOf(summary.root_group)].filter((each) => each.name === name) : [];
      if (found.length === 0) return undefined;
      const sum = (pick: "passes" | "fails"): number => found.reduce((total, each) => total + each[pick], 0);
      return { passes: sum("passes"), fails: sum("fails") };
    },
    values: (metric, tags = {}) =>
      samples
        .filter((s) => s.metric === metric && Object.entries(tags).every(([name, value]) => s.tags[name] === value))
        .map(({ value }) => value),
  };
}
