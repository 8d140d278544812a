// A whole search as a person sees it: engine and service are found, each probe is announced and recorded, and
// everything that was started is stopped.

import { join } from "node:path";
import { limitedMs, limitedQuantile } from "../../lib/core/capacity/objective-limits.ts";
import type { CapacityReport } from "../../lib/core/capacity/search.ts";
import type { SearchPlan } from "../../lib/core/capacity/search-plan.ts";
import { CliError } from "../../lib/core/exit.ts";
import { formatDuration, formatMs, formatPercent } from "../../lib/core/format.ts";
import { type LoadOptions, parseLoadOptions } from "../../lib/core/load/load-options.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import { endpointNames, mixShares } from "../../lib/core/load/mix.ts";
import { scenariosFor } from "../../lib/core/load/plans.ts";
import type { Objective } from "../../lib/core/objectives/objective.ts";
import { withOwn } from "../../lib/core/objectives/own-objectives.ts";
import type { Host, Load } from "../../lib/core/recording.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import { itemOf } from "../../lib/core/service/item.ts";
import type { World } from "../../lib/core/world.ts";
import { hostFacts } from "../../lib/node/host-facts.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import { loadText } from "../../report/model/setting.ts";
import { chooseEngine } from "../engine/choose-engine.ts";
import type { RunPlan } from "../measure/measure-request.ts";
import { ownObjectives } from "../measure/own-objectives.ts";
import { scriptRequest } from "../measure/plan-of.ts";
import { goldenFor } from "../measure/record-run.ts";
import { claimLabel, resultsDir } from "../measure/results-dir.ts";
import { scriptDefaults } from "../script/own-load.ts";
import { scriptPlans } from "../script/script-plan.ts";
import { openScriptTarget } from "../target/script-target.ts";
import { openTarget, type TargetSpec } from "../target/target.ts";
import { idleHealthMs } from "./cool-down.ts";
import { probeService } from "./probe-service.ts";
import { searchService } from "./search-service.ts";

const capacityScenario = ({ service }: ServiceUnderTest) => {
  const { capacity } = scenariosFor(service);
  if (capacity === undefined) throw new Error("the capacity scenario is missing");
  return capacity;
};

/** What objectives of a search may name. */
export const capacityEndpoints = (service: ServiceUnderTest): readonly string[] =>
  endpointNames(capacityScenario(service).endpoints);

/** What a search was made with: without it a saved number belongs to nothing. */
interface SearchSetting {
  readonly startedAt: string;
  readonly engine: { readonly name: string; readonly version: string };
  readonly target: { readonly url: string; readonly embedded: boolean; readonly profile: string | null };
  readonly host: Host;
  /** What is counted as work done; null for a script, where nothing is. */
  readonly item: string | null;
  /** What every probe had in common; users, rate and length are each probe's own. */
  readonly load: Pick<LoadOptions, "thinkMs" | "seed" | "repeatShare"> & Pick<Load, "mix">;
}

export interface RecordedSearch {
  readonly setting: SearchSetting;
  readonly report: CapacityReport;
}

const withOwnIn = (plan: LoadPlan, own: readonly Objective[]): LoadPlan => ({
  ...plan,
  objectives: withOwn(plan.objectives, own, endpointNames(plan.mix)),
});

/** Of a probe of a script, unless WARMUP says otherwise. */
const SCRIPT_WARMUP_MS = 3000;

/** Whose probes a search makes. */
interface Subject {
  readonly options: LoadOptions;
  readonly planOf: (load: LoadOptions) => RunPlan;
}

/** A script's default function at any load, or the suite's own scenario for it. @throws CliError */
async function subjectOf(world: World, script: string | undefined): Promise<Subject> {
  if (script === undefined) {
    const service = await findService(world);
    const scenario = capacityScenario(service);
    const parsed = parseLoadOptions(world.env, scenario.defaults, scenario.endpoints);
    if (parsed.kind === "problems") throw new CliError(parsed.problems.join("\n       "));
    const objectives = ownObjectives(world.env.OBJECTIVES, capacityEndpoints(service));
    return { options: parsed.options, planOf: (load) => withOwnIn(scenario.plan(load), objectives) };
  }
  const { WARMUP } = world.env;
  const parsed = parseLoadOptions({ WARMUP }, { ...scriptDefaults, warmupMs: SCRIPT_WARMUP_MS }, []);
  if (parsed.kind === "problems") throw new CliError(parsed.problems.join("\n       "));
  const { options } = parsed;
  return { options, planOf: await scriptPlans(await scriptRequest(world, script), options) };
}

/**
 * Searches for the capacity of a service by `plan`, recording every probe under `label`.
 *
 * @param script whose default function is the load, instead of the suite's
 * @throws CliError
 */
export async function recordCapacity(
  world: World,
  plan: SearchPlan,
  label: string,
  spec: TargetSpec,
  script?: string,
): Promise<RecordedSearch> {
  const { options, planOf } = await subjectOf(world, script);
  const dir = resultsDir(world);
  await claimLabel(dir, label);
  const engine = await chooseEngine(world, script === undefined && (await findService(world)).streams);
  world.stderr.write(`engine: ${engine.name} ${engine.version} (${engine.why})\n`);
  const described = script === undefined ? await openTarget(spec, world) : undefined;
  const target = described ?? (await openScriptTarget(spec, world));
  const { thinkMs, seed, repeatShare, mix } = options;
  const setting: SearchSetting = {
    startedAt: new Date(world.now()).toISOString(),
    engine: { name: engine.name, version: engine.version },
    target: { url: target.url === "" ? "" : redactUrl(target.url), embedded: target.embedded, profile: target.profile },
    host: hostFacts(),
    item: described === undefined ? null : itemOf(described.service.service),
    load: { thinkMs, seed, repeatShare, mix: mixShares(mix) },
  };
  const say = (line: string): void => world.stderr.write(`${line}\n`);
  try {
    const rest =
      described === undefined ? undefined : { target: described, idleMs: await idleHealthMs(described, world) };
    const golden =
      described === undefined ? undefined : await goldenFor(world, described, join(dir, label, "golden.json"));
    const probe = probeService({
      search: plan,
      options,
      planOf,
      run: {
        label,
        engine,
        target,
        world,
        service: described?.service,
        golden,
        signal: world.interrupted,
        onTick: () => {},
        onNotice: say,
      },
      rest,
      resultsDir: dir,
    });
    const report = await searchService(plan, probe, {
      onProbe: ({ kind, load, durationMs }) =>
        say(`${kind} ${loadText(load, plan.unit)} for ${formatDuration(durationMs)}`),
      onEntry: ({ verdict, result, share }) =>
        say(
          `  ${verdict}: ${limitedQuantile(plan)} ${formatMs(limitedMs(plan, result))} ms, ${formatPercent(share.share)} bad of ${share.total}`,
        ),
      signal: world.interrupted,
    });
    return { setting, report };
  } finally {
    await target.stop();
  }
}
