// `tailgate compare`: of two versions that can be run, in pairs; of the new version with a saved baseline; or of
// recordings that exist, which sends no load.

import type { Command as Program } from "commander";
import type { Comparison } from "../../lib/core/compare/model.ts";
import { CliError, exit } from "../../lib/core/exit.ts";
import { stableJson } from "../../lib/core/json.ts";
import type { World } from "../../lib/core/world.ts";
import { publishReports } from "../../report/files/publish.ts";
import { keptRuns } from "../../report/files/saved-model.ts";
import { comparisonModel } from "../../report/model/comparison-model.ts";
import type { ReportModel } from "../../report/model/model.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import { afterVerdict, savedText } from "../after-verdict.ts";
import type { Command } from "../command.ts";
import { againstBaseline } from "../compare/against-baseline.ts";
import { budgetPlan, parseBudget } from "../compare/budget.ts";
import { comparisonExit } from "../compare/comparison-exit.ts";
import { saveComparison } from "../compare/comparison-file.ts";
import { type Asked, parseFloor, parseLooks, withLooks, withRest } from "../compare/floor-and-looks.ts";
import { livePairs } from "../compare/live-pairs.ts";
import { isLoadFree } from "../compare/measurable-load.ts";
import { namedRecordings } from "../compare/named-recordings.ts";
import { type Preset, presetNamed, presetPhases } from "../compare/preset.ts";
import { compareRecordings } from "../compare/saved-files.ts";
import { planOf, targetFor } from "../measure/plan-of.ts";
import { checkLabel, resultsDir } from "../measure/results-dir.ts";
import { isScriptPath } from "../script/script-name.ts";
import { showServiceFlag } from "../service-flag.ts";
import { isNamed, type TargetSpec, targetFromEnv } from "../target/target.ts";
import { variable, withVariables } from "../variables.ts";

const NOTES = `
Without recordings, both versions are run in pairs, in random order, restarted for every pair:
  BASELINE_URL, BASE_URL           two versions that already run (not restarted)
  BASELINE_CMD, CMD                commands that start them on 127.0.0.1:$PORT
  BASELINE_PROFILE, SERVICE_PROFILE, SERVICE_SLOWDOWN
                                   the reference service (the default, both sides alike)
Before the pairs, fresh instances of both are asked the same rows in turn, at rest (REST: how long each pair of
instances; 0: not at all). A regression that is certain there ends the comparison after the first pair.
Where no load of baseline is named (USERS, RATE), both sides then get the same arrivals, half of what the slower one
carries (not with DUET, nor with REST=0).
With BASE_URL or CMD alone, the new version is recorded and compared with results/baseline.
BUDGET: the time there is. 2m judges what a request costs at rest, 5m what is seen under load as well, 20m and more
end early where the matter is clear. Or PRESET: quick (10 pairs, the default), standard (12 to 20), rigorous (20 to 40).

Exit codes: 0 nothing regressed, 1 regressed, 3 inconclusive (with --strict), 4 invalid, 105 interrupted.
docs/statistics.md says how a verdict is reached.`;

interface Flags {
  readonly env?: readonly string[];
  readonly against?: readonly string[];
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly duet?: boolean;
  readonly preset?: string;
  readonly budget?: string;
  readonly floor?: string;
  readonly looks?: string;
  readonly rest?: string;
  readonly scenario?: string;
  readonly label?: string;
  readonly baselineLabel?: string;
  readonly orderSeed?: string;
  readonly allowDifferentHost?: boolean;
  readonly allowDifferentScript?: boolean;
}

const askedBy = (flags: Flags): Asked => ({
  allowed: { host: flags.allowDifferentHost === true, script: flags.allowDifferentScript === true },
  floor: flags.floor === undefined ? undefined : parseFloor(flags.floor),
});

/** @throws CliError: looks are taken between pairs, and here there are none */
const refuseLooks = ({ looks }: Flags): void => {
  if (looks === undefined) return;
  throw new CliError("--looks is for comparisons that run both versions in pairs", {
    hint: "Name both versions to be run: BASELINE_CMD and CMD, BASELINE_URL and BASE_URL, or SERVICE_PROFILE.",
  });
};

/** Which names are A and which are B. @throws CliError when that is not clear */
const sidesOf = (
  names: readonly string[],
  against: readonly string[] | undefined,
): [readonly string[], readonly string[]] => {
  const [a, b, ...more] = names;
  if (against !== undefined && names.length > 0) return [names, against];
  if (a !== undefined && b !== undefined && more.length === 0) return [[a], [b]];
  throw new CliError("name the baseline and what is compared with it", {
    hint: "tailgate compare BASELINE AFTER, or with several a side: tailgate compare A1 A2 --against B1 B2",
  });
};

/** From the clock when not given: any seed is as good, and the result names it. @throws CliError */
const orderSeedOf = (world: World, flags: Flags): number => {
  const seed = flags.orderSeed === undefined ? Math.floor(world.now() / 1000) % 1_000_000 : Number(flags.orderSeed);
  if (Number.isInteger(seed) && seed >= 0) return seed;
  throw new CliError(`--order-seed ${flags.orderSeed}: must be a whole number`);
};

/**
 * A script asks its own hosts where no service is named: against a service that is, it would be another load.
 * @throws CliError when one side alone is named
 */
function checkScriptSides({ stderr }: World, a: TargetSpec, b: TargetSpec): void {
  const [ownA, ownB] = [a, b].map(({ kind }) => kind === "elsewhere");
  if (ownA === true && ownB === true) {
    stderr.write("no service is named: both sides are the script's own hosts, so this compares them with themselves\n");
  } else if (ownA !== ownB) {
    throw new CliError(
      `one side is the service that is named, the other (${ownA === true ? "baseline" : "after"}) the script's own hosts`,
      { hint: "Name both: BASELINE_URL and BASE_URL, or BASELINE_CMD and CMD." },
    );
  }
}

/** By the time there is, or by name. @throws CliError when both are said */
function presetFor({ env }: World, flags: Flags): Preset {
  const budget = flags.budget ?? (env.BUDGET || undefined);
  const name = flags.preset ?? (env.PRESET || undefined);
  if (budget === undefined) return presetNamed(name ?? "quick");
  if (name === undefined && flags.looks === undefined) return budgetPlan(parseBudget(budget));
  const other = name === undefined ? "--looks" : `PRESET=${name}`;
  throw new CliError(`BUDGET=${budget} and ${other} both say how much is to be measured`, { hint: "Say one of them." });
}

async function live(world: World, scenario: string, flags: Flags): Promise<Comparison> {
  const asked = askedBy(flags);
  const labels = {
    a: checkLabel(flags.baselineLabel ?? (world.env.BASELINE_LABEL || "baseline")),
    b: checkLabel(flags.label ?? (world.env.LABEL || "after")),
  };
  const b = targetFromEnv(world.env, "after");
  const a = targetFromEnv(world.env, "baseline");
  if (a.kind !== "reference" && !isNamed(world.env, "after")) {
    throw new CliError("the baseline is named, but not what is compared with it", {
      hint: "Set BASE_URL or CMD beside BASELINE_URL or BASELINE_CMD.",
    });
  }
  if (b.kind !== "reference" && !isNamed(world.env, "baseline")) {
    refuseLooks(flags);
    return againstBaseline(world, await planOf(world, scenario), b, labels, asked);
  }
  const named = withRest(presetFor(world, flags), flags.rest ?? world.env.REST);
  const preset = flags.looks === undefined ? named : withLooks(named, parseLooks(flags.looks));
  const plan = await planOf(world, scenario, presetPhases(preset));
  if (preset.restAlone === true && (plan.foreign !== undefined || preset.rest.ms === 0)) {
    throw new CliError(`${preset.name} has time for what is asked at rest only, and nothing is`, {
      hint: "BUDGET=5m has time for pairs of runs. A script's service cannot be asked at rest, nor can any with REST=0.",
    });
  }
  const sides = { a: targetFor(plan, world.env, "baseline"), b: targetFor(plan, world.env, "after") };
  checkScriptSides(world, sides.a, sides.b);
  const planAt = (ratePerSec: number) =>
    planOf({ ...world, env: { ...world.env, RATE: String(ratePerSec) } }, scenario, presetPhases(preset));
  return livePairs(world, {
    plan,
    planAt: isLoadFree(world.env, scenario) ? planAt : undefined,
    preset,
    kind: flags.duet === true || world.env.DUET === "1" ? "duet" : "interleaved",
    orderSeed: orderSeedOf(world, flags),
    label: labels.b,
    baselineLabel: labels.a,
    ...sides,
    asked,
    endsAtRest: true,
  });
}

interface Shown {
  readonly comparison: Comparison;
  readonly model: ReportModel;
}

/** Saves the comparison and its reports beside B's recordings, and says where. @returns whether it is saved */
async function publish(world: World, comparison: Comparison, quiet: boolean): Promise<boolean> {
  const { label, fingerprint } = comparison.b;
  const path = await afterVerdict(world, () => saveComparison(world, label, fingerprint.scenario, comparison));
  if (path === undefined) return false;
  const reports = await afterVerdict(world, () => publishReports(world, path));
  if (!quiet) world.stdout.write(savedText({ Comparison: path, Report: reports?.page }));
  return true;
}

async function measured(world: World, scenario: string, flags: Flags): Promise<Shown> {
  const comparison = await live(world, scenario, flags);
  return { comparison, model: comparisonModel(comparison, await keptRuns(comparison, resultsDir(world))) };
}

async function saved(world: World, names: readonly string[], flags: Flags): Promise<Shown> {
  const [a, b] = sidesOf(names, flags.against);
  refuseLooks(flags);
  const [before, after] = [await namedRecordings(world, a), await namedRecordings(world, b)];
  const comparison = await compareRecordings(world, before, after, askedBy(flags));
  return { comparison, model: comparisonModel(comparison, after) };
}

export const compare: Command = (program: Program, outside, done) => {
  showServiceFlag(program.command("compare"))
    .summary("did the change make it better or worse?")
    .description(
      "Compares two versions, in pairs of runs or from recordings, and says regressed, improved, no change or inconclusive.",
    )
    .argument(
      "[what...]",
      "baseline and after: recordings, or labels under results/; none, or a k6 script's path: run both",
    )
    .addOption(variable())
    .option("--against <recordings...>", "what is compared with the baseline, when a side has several")
    .option("--json", "print the result as JSON")
    .option("--strict", "exit 3 when inconclusive")
    .option("--preset <name>", "quick, standard or rigorous (default: PRESET, or quick)")
    .option("--budget <time>", "the time there is, such as 2m, 5m or 20m, in place of a preset (or BUDGET)")
    .option("--floor <percent>", "smallest change of a latency or throughput that matters (default: 5 %, p99 10 %)")
    .option("--looks <pairs>", "numbers of pairs at which it may end, such as 10,20,30 (default: the preset's)")
    .option(
      "--rest <time>",
      "how long each pair of instances is asked at rest; 0: not at all (default: REST, or the preset's)",
    )
    .option("--duet", "run both versions at the same time: for noisy machines (or DUET=1)")
    .option("--scenario <name>", "which scenario or script to run (default: SCENARIO, or baseline)")
    .option("--label <name>", "what B is called, and its folder under results/ (default: LABEL, or after)")
    .option("--baseline-label <name>", "what A is called (default: BASELINE_LABEL, or baseline)")
    .option("--order-seed <n>", "seed of the order within pairs (default: from the clock)")
    .option("--allow-different-host", "compare recordings of different machines")
    .option("--allow-different-script", "compare recordings of different versions of the scenario's code")
    .addHelpText("after", NOTES)
    .action(async (names: readonly string[], flags: Flags) => {
      const world = withVariables(outside, flags.env);
      const [only, ...more] = names;
      const script = only !== undefined && more.length === 0 && isScriptPath(only) ? only : undefined;
      const isLive = flags.against === undefined && (names.length === 0 || script !== undefined);
      const scenario = script ?? flags.scenario ?? (world.env.SCENARIO || "baseline");
      const { comparison, model } = isLive ? await measured(world, scenario, flags) : await saved(world, names, flags);
      const asJson = flags.json === true;
      world.stdout.write(asJson ? stableJson(comparison) : renderTerminal(model, paintFor(world.stdout)));
      const isSaved = !isLive || (await publish(world, comparison, asJson));
      const code = comparisonExit(comparison, flags.strict === true);
      done(code === exit.ok && !isSaved ? exit.usage : code);
    });
};
