// The interleaved comparison of two versions that can both be run: real services, real runs, saved recordings. What is
// run when is decided in gather-pairs.ts.

import type { Comparison, Note } from "../../lib/core/compare/model.ts";
import type { PairedDesign } from "../../lib/core/compare/pairs.ts";
import { runStatistics } from "../../lib/core/compare/run-statistics.ts";
import { inferenceOf } from "../../lib/core/endpoint-role.ts";
import { CliError, exit } from "../../lib/core/exit.ts";
import { formatDuration, formatMs, formatPercent, formatRate } from "../../lib/core/format.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { refuseFiles } from "../engine/named-outputs.ts";
import type { RunPlan } from "../measure/measure-request.ts";
import { recordRun } from "../measure/record-run.ts";
import { claimLabel, resultsDir } from "../measure/results-dir.ts";
import type { TargetSpec } from "../target/target.ts";
import { answersAtRest } from "./at-rest.ts";
import type { Asked } from "./floor-and-looks.ts";
import { gatherPairs } from "./gather-pairs.ts";
import { loadNote, measurableRate } from "./measurable-load.ts";
import { REST_OVERHEAD_MS, RUN_OVERHEAD_MS } from "./overhead.ts";
import type { Preset } from "./preset.ts";
import { timesAtRest } from "./rest-rounds.ts";
import type { Measure } from "./side.ts";

export interface LivePairs {
  readonly plan: RunPlan;
  /** The same at another arrival rate, where nobody has named a load. */
  readonly planAt?: ((ratePerSec: number) => Promise<RunPlan>) | undefined;
  readonly preset: Preset;
  readonly kind: PairedDesign["kind"];
  /** Seed of the order within pairs. */
  readonly orderSeed: number;
  /** B's recordings go to results/<label>, A's to results/<label>-baseline: they are not the saved baseline. */
  readonly label: string;
  /** What A is called in the comparison. */
  readonly baselineLabel: string;
  readonly a: TargetSpec;
  readonly b: TargetSpec;
  readonly asked: Asked;
  /** Whether a regression that is certain at rest ends the comparison after the first pair. */
  readonly endsAtRest: boolean;
}

/** A run's own progress would drown the comparison's; the pairs' lines are enough. */
const quiet = (world: World, goldenPath: string | undefined): World => ({
  ...world,
  env: { ...world.env, GOLDEN: world.env.GOLDEN || goldenPath },
  stderr: { write: () => undefined, columns: undefined, colour: false },
});

const runLine = (name: string, recording: Recording, tookMs: number): string => {
  const { durationMs } = recording;
  const judged = inferenceOf(recording);
  const count = judged.reduce((sum, e) => sum + e.count, 0);
  const p50Ms = judged[0]?.latencyMs.p50 ?? null;
  const facts = [
    ...(p50Ms === null ? [] : [`${judged[0]?.name} p50 ${formatMs(p50Ms)} ms`]),
    ...(durationMs > 0 ? [`${formatRate((count * 1000) / durationMs)} requests/s`] : []),
    runStatistics(recording).run.validity,
  ];
  return `  ${name}: ${facts.join(", ")} (${formatDuration(tookMs)})`;
};

const sideNames = { a: "baseline", b: "after" } as const;

const measureWith =
  (world: World, request: LivePairs, goldenPath: string | undefined, say: (line: string) => void): Measure =>
  async ({ side }) => {
    const started = world.monotonic();
    const own = quiet(world, goldenPath);
    const label = side === "a" ? `${request.label}-baseline` : request.label;
    const { recording } = await recordRun(own, request.plan, label, request[side]);
    say(runLine(sideNames[side], recording, world.monotonic() - started));
    return recording;
  };

/** A service at an address is not restarted: what is compared are these two instances. */
const instanceNotes = ({ a, b }: LivePairs): readonly Note[] =>
  [a, b].every(({ kind }) => kind !== "url" && kind !== "elsewhere")
    ? []
    : [
        {
          kind: "not restarted",
          severity: "warning",
          text: "a service at a URL is not restarted between pairs: the verdict is about these running instances. CMD and BASELINE_CMD compare versions",
        },
      ];

const runMs = ({ plan: { options }, preset: { cooldownMs } }: LivePairs): number =>
  options.durationMs + options.warmupMs + cooldownMs + RUN_OVERHEAD_MS;

/** By the plan's own estimate of a pair, with a tenth of the budget for what it did not foresee. */
const hasTimeFor = (request: LivePairs, pairs: number, spentMs: number): boolean => {
  const { budgetMs } = request.preset;
  const each = runMs(request) * (request.kind === "duet" ? 1 : 2);
  return budgetMs === undefined || spentMs + pairs * each <= 1.1 * budgetMs;
};

/** What a reader must know of a comparison that had no time for pairs under load. */
const budgetNotes = ({ preset: { restAlone, rest, alpha } }: LivePairs): readonly Note[] =>
  restAlone !== true
    ? []
    : [
        {
          kind: "at rest alone",
          severity: "info",
          text: `judged at rest alone, after ${(rest.looks ?? [rest.instances]).join(" or ")} pairs of instances, each look at a level of ${formatPercent(alpha)}: there was no time for pairs under load, whose rows are information (BUDGET=5m has it)`,
        },
      ];

const announce = (world: World, request: LivePairs): void => {
  const { preset, plan, kind } = request;
  const runs = kind === "duet" ? 1 : 2;
  const [first = 0, last = first] = [preset.looks[0], preset.looks.at(-1)];
  const restMs =
    plan.foreign !== undefined || preset.rest.ms === 0
      ? 0
      : preset.rest.instances * (preset.rest.ms + REST_OVERHEAD_MS);
  const about = [...new Set([first, last])]
    .map((pairs) => formatDuration(restMs + pairs * runs * runMs(request)))
    .join(" to ");
  const pairs = [...new Set([first, last])].join(" to ");
  const what =
    preset.restAlone === true
      ? `at rest alone, up to ${preset.rest.instances} pairs of instances, and one pair of ${plan.scenario} that decides nothing`
      : `${pairs} pairs of ${plan.scenario}`;
  world.stderr.write(`${preset.name}: ${what}, about ${about}; Ctrl-C keeps what there is\n`);
};

/** What both versions do at rest. Of a script's service nobody knows what to ask it. */
async function seenAtRest(world: World, request: LivePairs, say: (line: string) => void) {
  const { plan, planAt, kind } = request;
  if (plan.foreign !== undefined) return { atRest: null, goldenPath: undefined, restTimes: [], plan, notes: [] };
  const { atRest, goldenPath } = await answersAtRest(world, request.label, request.a, request.b);
  // In a duet the sides share what either carries alone.
  const mix = planAt === undefined || kind === "duet" ? undefined : plan.mix;
  const { times: restTimes, carried } = await timesAtRest(world, { ...request, mix, floor: request.asked.floor }, say);
  const rate = carried === null ? undefined : measurableRate(carried);
  if (planAt === undefined || carried === null || rate === undefined) {
    return { atRest, goldenPath, restTimes, plan, notes: [] };
  }
  const note = loadNote(rate, carried);
  say(note.text);
  return { atRest, goldenPath, restTimes, plan: await planAt(rate), notes: [note] };
}

/**
 * Measures pairs and compares them.
 * @throws CliError when a service cannot be run, or when interrupted before the first pair is complete
 */
export async function livePairs(world: World, request: LivePairs): Promise<Comparison> {
  const startedMs = world.monotonic();
  const dir = resultsDir(world);
  await claimLabel(dir, request.label);
  if (request.kind === "duet") refuseFiles(world, "the two sides of a duet would both write", "Leave the duet out");
  announce(world, request);
  const say = (line: string): void => world.stderr.write(`${line}\n`);
  const { atRest, goldenPath, restTimes, plan, notes } = await seenAtRest(world, request, say);
  const { looks, alpha, cooldownMs } = request.preset;
  const labels = { a: request.baselineLabel, b: request.label };
  const compare = {
    ...request.asked,
    atRest,
    restTimes,
    labels,
    notes: [...notes, ...budgetNotes(request), ...instanceNotes(request)],
    restAlone: request.preset.restAlone === true,
  };
  const comparison = await gatherPairs(
    { kind: request.kind, seed: request.orderSeed, looks, alpha, compare, endsAtRest: request.endsAtRest },
    {
      measure: measureWith(world, { ...request, plan }, goldenPath, say),
      coolDown: () => world.sleep(ms(cooldownMs), world.interrupted),
      interrupted: world.interrupted,
      onProgress: say,
      hasTimeFor: (pairs) => hasTimeFor(request, pairs, world.monotonic() - startedMs),
    },
  );
  if (comparison !== undefined) return comparison;
  throw new CliError("interrupted before the first pair was complete", {
    code: exit.interrupted,
    hint: `Its recordings are kept under ${dir}/${request.label} and ${request.label}-baseline.`,
  });
}
