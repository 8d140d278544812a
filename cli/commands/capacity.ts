// `tailgate capacity`: the maximum safe load of a service, searched for, confirmed and reported.

import { join } from "node:path";
import { Option, type Command as Program } from "commander";
import { CAPACITY_SCHEMA } from "../../lib/core/capacity/capacity-format.ts";
import { findings, type Wishes } from "../../lib/core/capacity/findings.ts";
import type { CapacityReport, SavedSearch, SearchPlan } from "../../lib/core/capacity/model.ts";
import { limitText, objectiveLimits } from "../../lib/core/capacity/objective-limits.ts";
import { type SearchPreset, searchPlan } from "../../lib/core/capacity/search-plan.ts";
import { parseDuration } from "../../lib/core/duration.ts";
import { CliError, exit } from "../../lib/core/exit.ts";
import { formatDuration } from "../../lib/core/format.ts";
import { stableJson } from "../../lib/core/json.ts";
import { ladderExit } from "../../lib/core/ladder/ladder.ts";
import { searchStandings } from "../../lib/core/ladder/standings.ts";
import type { World } from "../../lib/core/world.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import { writeWholeFile } from "../../lib/node/whole-file.ts";
import { publishReports } from "../../report/files/publish.ts";
import { capacityModel } from "../../report/model/capacity-model.ts";
import { loadText } from "../../report/model/setting.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import { afterVerdict, savedText } from "../after-verdict.ts";
import {
  capacityEndpoints,
  recordCapacity,
  type SearchLoad,
  type SearchSetting,
  usualLoad,
} from "../capacity/record-capacity.ts";
import type { Command } from "../command.ts";
import { ownObjectives } from "../measure/own-objectives.ts";
import { scenarioOf } from "../measure/plan-of.ts";
import { checkLabel, resultsDir } from "../measure/results-dir.ts";
import { showServiceFlag } from "../service-flag.ts";
import { scriptTarget } from "../target/script-target.ts";
import { targetFromEnv } from "../target/target.ts";
import { variable, withVariables } from "../variables.ts";
import { positive } from "./positive.ts";

interface Flags {
  readonly env?: readonly string[];
  readonly preset?: SearchPreset;
  readonly quick?: boolean;
  readonly open?: boolean;
  readonly budget?: string;
  readonly start?: string;
  readonly step?: string;
  readonly cap?: string;
  readonly limit?: string;
  readonly bracket?: boolean;
  readonly targetRate?: string;
  readonly pricePerHour?: string;
  readonly label?: string;
  readonly json?: boolean;
}

const budgetMs = (text: string | undefined): number | undefined => {
  if (text === undefined || text === "") return undefined;
  const n = parseDuration(text);
  if (n !== undefined && n > 0) return n;
  throw new CliError(`--budget ${text}: must be a time, such as 10m or 1h`);
};

const presets: readonly SearchPreset[] = ["quick", "standard", "rigorous"];

const presetOf = (flags: Flags, env: World["env"]): SearchPreset => {
  const named = flags.quick === true ? "quick" : (flags.preset ?? (env.PRESET || "quick"));
  const preset = presets.find((p) => p === named);
  if (preset === undefined) throw new CliError(`PRESET=${named}: must be one of ${presets.join(", ")}`);
  return preset;
};

/** The plan that flags and variables ask for. @throws CliError */
const planFrom = (flags: Flags, env: World["env"], service: ServiceUnderTest | undefined): SearchPlan => {
  const rate = positive("RATE", env.RATE);
  const unit = flags.open === true || rate !== undefined ? "ratePerSec" : "users";
  const given = {
    start: positive("--start", flags.start) ?? (unit === "users" ? positive("USERS", env.USERS) : rate),
    step: positive("--step", flags.step),
    cap: positive("--cap", flags.cap),
    limitMs: positive("--limit", flags.limit),
    budgetMs: budgetMs(flags.budget ?? env.BUDGET),
    bracket: flags.bracket,
  };
  const over = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const known = service === undefined ? undefined : capacityEndpoints(service);
  const limits = objectiveLimits(ownObjectives(env.OBJECTIVES, known));
  const plan = searchPlan(presetOf(flags, env), unit, { ...limits, ...over });
  if (plan.unit === "users" && ![plan.start, plan.step ?? 1, plan.cap].every(Number.isInteger))
    throw new CliError("users are whole numbers: check USERS, --start, --step and --cap");
  if (plan.cap < plan.start) throw new CliError(`--cap ${plan.cap} is below the first load, ${plan.start}`);
  return plan;
};

/** 0 confirmed or shown, 99 nothing is safe or answers are wrong where it should be, 4 nothing could be trusted, else 3. */
const exitOf = (report: CapacityReport, interrupted: boolean): number => {
  if (interrupted) return exit.interrupted;
  return ladderExit(searchStandings(report), "gate");
};

const announce = (world: World, plan: SearchPlan): void => {
  world.stderr.write(
    `capacity: up to which load does the service keep ${limitText(plan)}? ` +
      `From ${loadText(plan.start, plan.unit)}, ${plan.step === null ? "doubled, then halving the gap" : `in steps of ${plan.step}`}, ${formatDuration(plan.budgetMs)} at most\n`,
  );
  if (plan.unit === "ratePerSec")
    world.stderr.write("arrivals: a Poisson process on the suite's own seeded schedule (docs/capacity.md)\n");
};

/** @param word a scenario or a script; the search's own scenario without it @throws CliError */
async function searchLoad(world: World, word: string | undefined): Promise<SearchLoad> {
  if (word === undefined) return usualLoad;
  const scenario = await scenarioOf(world, word);
  return scenario === undefined ? { script: word } : { scenario };
}

const action =
  (outside: World, done: (exitCode: number) => void) =>
  async (script: string | undefined, flags: Flags): Promise<void> => {
    const world = withVariables(outside, flags.env);
    const search = await searchLoad(world, script);
    const isScript = "script" in search;
    const plan = planFrom(flags, world.env, isScript ? undefined : await findService(world));
    const label = checkLabel(flags.label ?? (world.env.LABEL || "capacity"));
    const targetPerSec = positive("--target-rate", flags.targetRate);
    const pricePerHour = positive("--price-per-hour", flags.pricePerHour);
    const wishes: Wishes = {
      ...(targetPerSec === undefined ? {} : { targetPerSec }),
      ...(pricePerHour === undefined ? {} : { pricePerHour }),
    };
    announce(world, plan);
    const id = `${new Date(world.now()).toISOString().replace(/[-:]/g, "").slice(0, 15)}Z-capacity`;
    const target = (isScript ? scriptTarget : targetFromEnv)(world.env, "after");
    const { report, setting } = await recordCapacity(world, plan, label, target, search);
    const found = findings(report, wishes);
    const content: SavedSearch & { readonly setting: SearchSetting } = {
      schema: CAPACITY_SCHEMA,
      setting,
      ...report,
      findings: found,
    };
    const asJson = flags.json === true;
    const model = capacityModel(content, label, setting.startedAt);
    world.stdout.write(asJson ? stableJson(content) : renderTerminal(model, paintFor(world.stdout)));
    const path = join(resultsDir(world), label, `${id}.capacity.json`);
    const reports = await afterVerdict(world, async () => {
      await writeWholeFile(path, stableJson(content));
      return publishReports(world, path);
    });
    if (!asJson && reports !== undefined) world.stdout.write(savedText({ Search: path, Report: reports.page }));
    const code = exitOf(report, world.interrupted.aborted);
    done(code === exit.ok && reports === undefined ? exit.usage : code);
  };

const VARIABLES = `
Variables (also as environment of make):
  PRESET           quick (default, about 7 minutes), standard (up to an hour), rigorous (up to two)
  BUDGET           time the search may take, as --budget
  USERS, RATE      the first load; RATE searches in requests/s
  OBJECTIVES       what a safe load must meet, e.g. 'p99<400ms; failed<0.1%; predict: p95<200ms'; p99 (or p95) and
                   failures of all inference are shown with bounds, the others must hold in each probe
  BASE_URL, HEADERS, CMD, SERVICE_PROFILE, ENGINE, K6_BIN, THINK_TIME, SEED, REPEAT_SHARE, LABEL, GOLDEN as in run

Exits 0 when a load was confirmed or shown, 3 when none was in the time, 4 when the generator could not measure, 99 when
already the smallest load fails.`;

export const capacity: Command = (program: Program, world, done) => {
  const summary = "search for the maximum safe load";
  showServiceFlag(program.command("capacity"))
    .summary(summary)
    .description(`${summary}: climb past it, then confirm a load with a long run (docs/capacity.md)`)
    .argument("[script]", "the path of a scenario of your own, or of a k6 script, whose default function is the load")
    .addOption(variable())
    .addOption(new Option("--preset <name>", "how much evidence to gather").choices(presets))
    .option("--quick", "the quick preset")
    .option("--open", "search in requests/s with Poisson arrivals instead of in users")
    .option("--budget <time>", "time the search may take, e.g. 30m")
    .option("--start <load>", "first load (5)")
    .option(
      "--step <load>",
      "what is added after a load that passes, 5 as the guide has it (default: double, then halve the gap)",
    )
    .option("--cap <load>", "highest load to try (500)")
    .option("--limit <ms>", "requests slower than this are bad (500, or what OBJECTIVES says of p99 or p95)")
    .option("--bracket", "look between the confirmed and the failing load while there is time (quick does)")
    .option("--no-bracket", "do not: end with the first load that is confirmed")
    .option("--target-rate <n>", "inference requests/s to size a deployment for")
    .option("--price-per-hour <n>", "price of one replica for an hour, to price its answers")
    .option("--label <name>", "folder under results/ for the recordings (capacity)")
    .option("--json", "print the search as JSON")
    .addHelpText("after", VARIABLES)
    .action(action(world, done));
};
