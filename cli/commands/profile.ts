// `tailgate profile`: profiles the service in the measured window of a scenario, or shows a profile that a file holds.

import { join, resolve } from "node:path";
import { CliError, exit } from "../../lib/core/exit.ts";
import { stableJson } from "../../lib/core/json.ts";
import { hasStacks, type Profile } from "../../lib/core/profile/profile.ts";
import type { World } from "../../lib/core/world.ts";
import { readProfile } from "../../lib/node/profile/read-profile.ts";
import { type SavedProfile, saveProfile } from "../../lib/node/profile/save-profile.ts";
import { profileModel } from "../../report/model/profile-model.ts";
import {
  type ProfileReport,
  profileReport,
  type ReportOptions,
  reportJson,
} from "../../report/model/profile-report.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import { flameSvg } from "../../report/terminal/profile-flame.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import type { Command } from "../command.ts";
import { planOf } from "../measure/plan-of.ts";
import { checkLabel, claimLabel, resultsDir } from "../measure/results-dir.ts";
import { profiledRun } from "../profile/profiled-run.ts";
import { isScriptPath } from "../script/script-name.ts";
import { showServiceFlag } from "../service-flag.ts";
import { targetFromEnv } from "../target/target.ts";
import { variable, withVariables } from "../variables.ts";
import { positive } from "./positive.ts";

const EXPLANATION = `
Without a file: runs SCENARIO (baseline) with the variables of \`tailgate run\`, profiles the middle half of the
measured phase, compares it with the quarters before and after, and saves the profile under results/LABEL/.
With a file: .cpuprofile, speedscope JSON, pprof (.pb.gz), collapsed stacks (py-spy raw) or cProfile's .prof.
Node is profiled by its own profiler, Python (and its worker processes) by py-spy: pip install py-spy, found on PATH or
by PY_SPY. Of Python a second window shows who holds the GIL.`;

const ROWS = 20;
const DETAILED_ROWS = 60;

interface Flags {
  readonly env?: readonly string[];
  readonly detailed?: boolean;
  readonly analysis?: boolean;
  readonly roadmap?: boolean;
  readonly rows?: string;
  readonly function?: string;
  readonly requests?: string;
  readonly sampleMs?: string;
  readonly intervalUs?: string;
  readonly attach?: string;
  readonly save?: string;
  readonly label?: string;
  readonly json?: boolean;
}

/** Reads flags that shape the report. @throws CliError */
const reportOptions = (flags: Flags): ReportOptions => ({
  detailed: flags.detailed === true,
  analysis: flags.analysis === true,
  roadmap: flags.roadmap === true,
  rows: positive("--rows", flags.rows) ?? (flags.detailed === true ? DETAILED_ROWS : ROWS),
  about: flags.function,
});

async function reportFile(world: World, path: string, flags: Flags, options: ReportOptions): Promise<ProfileReport> {
  if (flags.attach !== undefined) throw new CliError("--attach profiles a service: it does not go with a file");
  const sampleMs = positive("--sample-ms", flags.sampleMs);
  const requests = positive("--requests", flags.requests);
  const read = await readProfile(resolve(world.cwd, path), {
    sampleUs: sampleMs === undefined ? undefined : sampleMs * 1000,
  });
  const profile: Profile = requests === undefined ? read : { ...read, load: { ...read.load, requests } };
  const saved = flags.save === undefined ? undefined : await save(resolve(world.cwd, flags.save), profile);
  return profileReport(profile, options, { overhead: undefined, doubts: [], lock: undefined, cores: undefined, saved });
}

async function save(dir: string, profile: Profile): Promise<SavedProfile> {
  if (!hasStacks(profile)) {
    throw new CliError("cProfile records no stacks: there is nothing to draw or to convert", {
      hint: "For a flame graph take a stack sampler: py-spy record --format speedscope.",
    });
  }
  return saveProfile(dir, "profile", profile, flameSvg(profile, "CPU profile"), []);
}

async function reportRun(world: World, scenario: string, flags: Flags, options: ReportOptions): Promise<ProfileReport> {
  const plan = await planOf(world, scenario);
  const label = checkLabel(flags.label ?? (world.env.LABEL || "profile"));
  const dir = flags.save === undefined ? join(resultsDir(world), label) : resolve(world.cwd, flags.save);
  const intervalUs = positive("--interval-us", flags.intervalUs);
  await claimLabel(resultsDir(world), label);
  const run = await profiledRun(world, {
    plan,
    spec: targetFromEnv(world.env, "after"),
    attachTo: flags.attach,
    intervalUs,
  });
  const flame = flameSvg(run.profile, `CPU profile of ${plan.scenario}`);
  const saved = await saveProfile(dir, "profile", run.profile, flame, run.threads);
  const { overhead, doubts, lock, cores } = run;
  return profileReport(run.profile, options, { overhead, doubts, lock, cores, saved });
}

/** Shows where a service's time goes. Exits 0 when there is a profile. */
export const profile: Command = (program, outside, done) => {
  showServiceFlag(program.command("profile"))
    .summary("CPU profile of the service in the measured window, or of a file")
    .description("Where a service's time goes: by cumulative time, by self time, by callers and callees.")
    .argument("[file]", "a saved profile, or a k6 script to run; without it a scenario is run")
    .addOption(variable())
    .option("--detailed", `all callers and callees, ${DETAILED_ROWS} rows`)
    .option("--analysis", "what dominates: categories, findings, hot functions and their likely cause")
    .option("--roadmap", "what to try first, with the experiment that would confirm it")
    .option("--rows <n>", `rows of each view (${ROWS})`)
    .option("--function <text>", "callers and callees of the functions whose name or file holds the text")
    .option(
      "--attach <where>",
      "a running service: pid:PID (Node, Python), or a Node inspector: ws://…, a port (loopback only)",
    )
    .option("--interval-us <n>", "sampling interval (Node 1000, Python 10000)")
    .option("--requests <n>", "requests in a file's window, for times per request")
    .option("--sample-ms <n>", "what a sample of a file without units stands for (10)")
    .option("--label <name>", "folder under results/ for what is saved (profile)")
    .option("--save <dir>", "save there instead; with a file: convert it")
    .option("--json", "print the whole report as JSON")
    .addHelpText("after", EXPLANATION)
    .action(async (file: string | undefined, flags: Flags) => {
      const world = withVariables(outside, flags.env);
      const options = reportOptions(flags);
      const report =
        file === undefined || isScriptPath(file)
          ? await reportRun(world, file ?? (world.env.SCENARIO || "baseline"), flags, options)
          : await reportFile(world, file, flags, options);
      world.stdout.write(
        flags.json === true
          ? stableJson(reportJson(report))
          : renderTerminal(profileModel(report, options), paintFor(world.stdout)),
      );
      done(exit.ok);
    });
};
