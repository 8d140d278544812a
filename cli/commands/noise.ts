// `tailgate noise`: the service against itself, in pairs. What differs is noise; it goes into the host's profile.

import { noiseSession } from "../../lib/core/compare/noise-profile.ts";
import { nothingAllowed } from "../../lib/core/compare/refusals.ts";
import { CliError, exit } from "../../lib/core/exit.ts";
import { stableJson } from "../../lib/core/json.ts";
import { noiseModel } from "../../report/model/noise-model.ts";
import { paintFor } from "../../report/terminal/colour.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import { afterVerdict, savedText } from "../after-verdict.ts";
import type { Command } from "../command.ts";
import { withRest } from "../compare/floor-and-looks.ts";
import { livePairs } from "../compare/live-pairs.ts";
import { withSession, writeNoiseProfile } from "../compare/noise-file.ts";
import { presetNamed, presetPhases } from "../compare/preset.ts";
import { planOf, targetFor } from "../measure/plan-of.ts";
import { showServiceFlag } from "../service-flag.ts";
import { variable, withVariables } from "../variables.ts";

const FEWEST = 8;
const MOST = 40;

const NOTES = `
The same service is on both sides: BASE_URL, CMD, or the reference service with SERVICE_PROFILE.
Noise depends on the load: use the SCENARIO, USERS or RATE, DURATION and WARMUP of the comparisons it is for.
The profile is results/noise/<host>.json; run this on three days or more to narrow comparisons of saved recordings.`;

interface Flags {
  readonly env?: readonly string[];
  readonly json?: boolean;
  readonly pairs: string;
  readonly scenario?: string;
}

const pairsOf = (text: string): number => {
  const pairs = Number(text);
  if (Number.isInteger(pairs) && pairs >= FEWEST && pairs <= MOST) return pairs;
  throw new CliError(`--pairs ${text}: must be a whole number from ${FEWEST} to ${MOST}`);
};

export const noise: Command = (program, outside, done) => {
  showServiceFlag(program.command("noise"))
    .summary("how noisy is this machine, and what can be found on it?")
    .description("Compares a service with itself, adds the noise to this host's profile, and says what can be found.")
    .argument("[script]", "a k6 script's path, or a scenario")
    .addOption(variable())
    .option("--pairs <n>", "pairs of runs", "10")
    .option("--scenario <name>", "which scenario to run (default: SCENARIO, or baseline)")
    .option("--json", "print the session as JSON")
    .addHelpText("after", NOTES)
    .action(async (script: string | undefined, flags: Flags) => {
      const world = withVariables(outside, flags.env);
      const named = withRest(presetNamed(world.env.PRESET || "quick"), world.env.REST);
      const preset = { ...named, looks: [pairsOf(flags.pairs)], alpha: 0.05 };
      const scenario = script ?? flags.scenario ?? (world.env.SCENARIO || "baseline");
      const plan = await planOf(world, scenario, presetPhases(preset));
      const service = targetFor(plan, world.env, "after");
      const comparison = await livePairs(world, {
        plan,
        preset,
        kind: "interleaved",
        orderSeed: Math.floor(world.now() / 1000) % 1_000_000,
        label: "noise",
        baselineLabel: "noise",
        a: service,
        b: service,
        asked: { allowed: nothingAllowed },
        endsAtRest: false,
      });
      if (comparison.verdict === "invalid" || comparison.design.interrupted) {
        const code = comparison.design.interrupted ? exit.interrupted : exit.invalid;
        throw new CliError(`nothing is added to the profile: ${comparison.headline}`, { code });
      }
      const session = noiseSession(comparison);
      const profile = await withSession(world, comparison.a.fingerprint.hostId, session);
      if (comparison.verdict !== "no-change" && comparison.verdict !== "inconclusive") {
        world.stderr.write(
          `the service against itself: ${comparison.headline}. Chance does this now and then; when it repeats, something differs between the sides\n`,
        );
      }
      const model = noiseModel(session, profile, comparison.design.familySize);
      const asJson = flags.json === true;
      world.stdout.write(asJson ? stableJson(session) : renderTerminal(model, paintFor(world.stdout)));
      const path = await afterVerdict(world, () => writeNoiseProfile(world, profile));
      if (!asJson) world.stdout.write(savedText({ Profile: path }));
      done(path === undefined ? exit.usage : exit.ok);
    });
};
