// The test kit: runs a function of a k6 script for a few iterations inside a unit test, and hands back what it checked
// and measured. The script is the real one, source or bundle; only its schedule is replaced.

import { setTimeout as delay } from "node:timers/promises";
import type { Tags } from "../../lib/core/metric-sample.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import type { CheckCount } from "../metrics/check-tally.ts";
import type { RawOptions } from "../options/shortcuts.ts";
import { runScript } from "../run.ts";
import type { RunOutcome } from "../run-contract.ts";
import type { SummaryGroup } from "../summary/summary-data.ts";

export interface TestScript {
  /** Path of the script. */
  readonly script: string;
  /** The exported function to run; `default` unless told. */
  readonly exec?: string;
  /** 1 unless told. */
  readonly iterations?: number;
  /** VUs that share the iterations; 1 unless told. */
  readonly vus?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Laid over the script's own options, e.g. `{ thresholds: {…} }`; scenarios are replaced by the test's. */
  readonly options?: RawOptions;
}

export interface TestSample {
  readonly metric: string;
  readonly value: number;
  readonly tags: Tags;
}

export interface TestedScript {
  readonly outcome: RunOutcome;
  /** Checks by name, over all groups. */
  readonly checks: Readonly<Record<string, CheckCount>>;
  /** Samples of a metric that carry all of `tags`, in order. */
  samples(metric: string, tags?: Tags): readonly TestSample[];
  /** What the script wrote to its console, and what it threw, a line each. */
  readonly log: readonly string[];
}

/** A world without a terminal, in real time. */
const quietWorld = (): World => ({
  env: {},
  cwd: process.cwd(),
  stdout: { write: () => undefined, columns: undefined, colour: false },
  stderr: { write: () => undefined, columns: undefined, colour: false },
  now: () => ms(Date.now()),
  monotonic: () => ms(performance.now()),
  sleep: (duration) => delay(duration),
  interrupted: new AbortController().signal,
});

function checksOf(group: SummaryGroup | undefined, into: Record<string, CheckCount> = {}): Record<string, CheckCount> {
  for (const { name, passes, fails } of group?.checks ?? []) {
    const sum = into[name] ?? { passes: 0, fails: 0 };
    into[name] = { passes: sum.passes + passes, fails: sum.fails + fails };
  }
  for (const child of group?.groups ?? []) checksOf(child, into);
  return into;
}

/** Runs setup, the iterations and teardown of `test.script`; thresholds of the script count, its handleSummary does not run. */
export async function runTestScript(test: TestScript): Promise<TestedScript> {
  const samples: TestSample[] = [];
  const log: string[] = [];
  const { script, exec = "default", iterations = 1, vus = 1, env = {}, options = {} } = test;
  const world = quietWorld();
  const outcome = await runScript({
    script,
    env,
    options: { ...options, scenarios: { test: { executor: "shared-iterations", exec, iterations, vus } } },
    onSample: (metric, _timeMs, value, tags) => void samples.push({ metric, value, tags }),
    onNotice: (line) => void log.push(line),
    signal: world.interrupted,
    world,
    summary: { mode: "disabled" },
  });
  return {
    outcome,
    checks: checksOf(outcome.summary?.root_group),
    samples: (metric, tags = {}) =>
      samples.filter(
        (sample) =>
          sample.metric === metric && Object.entries(tags).every(([name, value]) => sample.tags[name] === value),
      ),
    log,
  };
}
