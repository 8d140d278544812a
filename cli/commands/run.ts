// `tailgate run` and `tailgate gate`: one run of a scenario, recorded; gate also decides.

import type { Command as Program } from "commander";
import type { World } from "../../lib/core/world.ts";
import type { Command } from "../command.ts";
import { planOf, targetFor } from "../measure/plan-of.ts";
import { publishRun } from "../measure/publish-run.ts";
import { recordRun } from "../measure/record-run.ts";
import { checkLabel } from "../measure/results-dir.ts";
import { startTelemetry } from "../measure/telemetry.ts";
import { suiteNames } from "../scenario/suite-scenarios.ts";
import { showServiceFlag } from "../service-flag.ts";
import { variable, withVariables } from "../variables.ts";

const VARIABLES = `
Variables (also as environment of make):
  SERVICE          its description, or a file of requests; unset: tailgate.service.ts here, else the reference contract
  BASE_URL         the service under test; unset: the suite starts its reference service
  HEADERS          what every request carries, e.g. 'Authorization: Bearer …'; a header a line
  CMD              a command that starts it on 127.0.0.1:$PORT, instead of BASE_URL
  READY_TIMEOUT    how long it may take to start (60s)
  SERVICE_VERSION  which build it is, when /health does not say so as "version"
  SERVICE_PROFILE  profile of the reference service (baseline)
  ENGINE, K6_BIN   auto (k6 when found, else the embedded runner), k6, runner
  FLEET            processes on this machine that share the load and start together (docs/scale.md)
  USERS, RATE      concurrent users, or an arrival rate in requests/s instead
  ARRIVALS         how requests at a RATE are spaced: even, or poisson as independent users come (even)
  DURATION, WARMUP, THINK_TIME, SEED, LABEL, RESULTS_DIR
  REPEAT_SHARE     share of texts drawn by popularity; the others are unique (0.5)
  MIX              endpoints and their proportions, e.g. predict:15,batch-50:1,health:4
  OBJECTIVES       limits of your own, e.g. 'p95<150ms; predict: p99<400ms, failed<0.1%; requests/s>30'
  GOLDEN           golden answers to hold the answers against; unset: taken at rest before the run
  K6_OUT           where every sample goes too: with k6 any of its outputs, such as experimental-prometheus-rw;
                   with the runner json=FILE and csv=FILE; several with commas between them
  TRACE=1          every request carries a W3C traceparent; the recording names the traces of the slowest and the failed
  DASHBOARD=1      a live page on 127.0.0.1 (not of a fleet)
  OTEL_EXPORTER_OTLP_ENDPOINT  an OpenTelemetry collector that gets the run's metrics while it lasts, and its
                   verdicts (of a fleet those only)`;

interface RunFlags {
  readonly json?: boolean;
  readonly label?: string;
  readonly env?: readonly string[];
}

/** How `run` and `gate` differ. */
interface Mode {
  readonly question: "record" | "gate";
  readonly label?: string;
  readonly durationUnlessSet?: string;
}

/**
 * A decision about a p99 needs 299 requests of every endpoint; of the guide's mix at the guide's rate, batches of 50
 * come 89 times a minute.
 */
const GATE_DURATION = "5m";

const action =
  (outside: World, done: (exitCode: number) => void, mode: Mode) =>
  async (scenario: string | undefined, flags: RunFlags): Promise<void> => {
    const world = withVariables(outside, flags.env);
    const name = scenario ?? (world.env.SCENARIO || "baseline");
    const plan = await planOf(world, name, { DURATION: mode.durationUnlessSet });
    const label = checkLabel(flags.label ?? (world.env.LABEL || mode.label || plan.scenario));
    const recorded = await recordRun(world, plan, label, targetFor(plan, world.env, "after"), startTelemetry);
    // A run of a fixed number of requests asks whether the answers are right: to record that they are not is no success.
    const question = plan.iterations === null ? mode.question : "gate";
    const exitCode = await publishRun(world, recorded, flags.json === true, question);
    const { fault } = recorded;
    if (fault !== undefined) world.stderr.write(`error: ${fault.problem}\n`);
    done(fault?.exitCode ?? exitCode);
  };

const describe = (program: Program, name: string, summary: string, notes = ""): Program =>
  showServiceFlag(program.command(name))
    .summary(summary)
    .description(summary + notes)
    .argument(
      "[scenario]",
      `${suiteNames.join(", ")}, or the path of a scenario of your own or of a k6 script (default: SCENARIO, or baseline)`,
    )
    .addOption(variable())
    .option("--label <name>", "folder under results/ for the recording")
    .option("--json", "print the recording instead of the report")
    .addHelpText("after", VARIABLES);

/** Records a run; exits 0 when the measurement is sound, whatever the objectives say. */
export const run: Command = (program, world, done) => {
  describe(program, "run", "run a scenario and record it").action(action(world, done, { question: "record" }));
};

/** Records a run and decides: exits 99 when answers are wrong or an objective is missed, 3 without data, 4 when the measurement is invalid. */
export const gate: Command = (program, world, done) => {
  const notes = `; five minutes unless DURATION says otherwise, since a p99 needs 299 requests of every endpoint`;
  const mode = { question: "gate", label: "gate", durationUnlessSet: GATE_DURATION } as const;
  describe(program, "gate", "run a scenario once and judge it against the objectives", notes).action(
    action(world, done, mode),
  );
};
