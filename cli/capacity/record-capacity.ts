// A whole search as a person sees it: engine and service are found, each probe is announced and recorded, and
// everything that was started is stopped.

import { join } from "node:path";
import type { CapacityReport, SearchPlan } from "../../lib/core/capacity/model.ts";
import { limitedMs, limitedQuantile } from "../../lib/core/capacity/objective-limits.ts";
import { CliError } from "../../lib/core/exit.ts";
import { formatDuration, formatMs, formatPercent } from "../../lib/core/format.ts";
import { type LoadOptions, parseLoadOptions } from "../../lib/core/load/load-options.ts";
import type { LoadPlan } from "../../lib/core/load/load-plan.ts";
import { endpointNames, mixShares } from "../../lib/core/load/mix.ts";
import type { Objective } from "../../lib/core/objectives/objective.ts";
import { withOwn } from "../../lib/core/objectives/own-objectives.ts";
import type { Host, Load } from "../../lib/core/recording.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import { itemOf } from "../../lib/core/service/item.ts";
import { loadEndpoints } from "../../lib/core/service/request-kinds.ts";
import type { World } from "../../lib/core/world.ts";
import { hostFacts } from "../../lib/node/host-facts.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import { loadText } from "../../report/model/setting.ts";
import capacity from "../../scenarios/capacity.ts";
import { engineFor } from "../engine/choose-engine.ts";
import type { RunPlan } from "../measure/measure-request.ts";
import { ownObjectives } from "../measure/own-objectives.ts";
import { bindScenario } from "../measure/plan-for.ts";
import { scriptRequest } from "../measure/plan-of.ts";
import { goldenFor } from "../measure/record-run.ts";
import { claimLabel, resultsDir } from "../measure/results-dir.ts";
import type { FoundScenario } from "../scenario/find-scenario.ts";
import { scriptDefaults } from "../script/own-load.ts";
import { scriptPlans } from "../script/script-plan.ts";
import { openScriptTarget } from "../target/script-target.ts";
import { openTarget, type TargetSpec } from "../target/target.ts";
import { idleHealthMs } from "./cool-down.ts";
import { probeService } from "./probe-service.ts";
import { searchService } from "./search-service.ts";

/** What a search's load comes from: a scenario, or a script by its path. */
export type SearchLoad = { readonly scenario: FoundScenario } | { readonly script: string };

/** What every probe of a search sends where nothing else is named. */
export const usualLoad: SearchLoad = { scenario: { name: "capacity", scenario: capacity, own: undefined } };

/** What objectives of a search may name. */
export const capacityEndpoints = ({ service }: ServiceUnderTest): readonly string[] =>
  endpointNames(loadEndpoints(service));

/** What a search was made with: without it a saved number belongs to nothing. */
export interface SearchSetting {
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

/** A scenario at any load. @throws CliError for one whose load is not steady */
async function scenarioSubject(world: World, found: FoundScenario): Promise<Subject> {
  if (found.scenario.load.shape !== "steady") {
    throw new CliError(
      `${found.name}: a search climbs in users, or in a rate, of a steady load, and its load is another`,
      {
        hint: "Define it with load: steady().",
      },
    );
  }
  const service = await findService(world);
  const scenario = bindScenario(found, service);
  // Requests that come evenly are easier on a service than those of users who do not know of each other.
  const defaults: LoadOptions = { ...scenario.defaults, arrivals: "poisson" };
  const parsed = parseLoadOptions(world.env, defaults, scenario.endpoints);
  if (parsed.kind === "problems") throw new CliError(parsed.problems.join("\n       "));
  const { options } = parsed;
  const objectives = ownObjectives(world.env.OBJECTIVES, capacityEndpoints(service));
  const ownFile = found.own === undefined ? {} : { ownFile: found.own };
  return { options, planOf: (load) => ({ ...withOwnIn(scenario.plan(load), objectives), ...ownFile }) };
}

/** A script's default function at any load. @throws CliError */
async function scriptSubject(world: World, script: string): Promise<Subject> {
  const { WARMUP } = world.env;
  const parsed = parseLoadOptions({ WARMUP }, { ...scriptDefaults, warmupMs: SCRIPT_WARMUP_MS }, []);
  if (parsed.kind === "problems") throw new CliError(parsed.problems.join("\n       "));
  const { options } = parsed;
  return { options, planOf: await scriptPlans(await scriptRequest(world, script), options) };
}

/**
 * Searches for the capacity of a service by `plan`, recording every probe under `label`.
 *
 * @throws CliError
 */
export async function recordCapacity(
  world: World,
  plan: SearchPlan,
  label: string,
  spec: TargetSpec,
  search: SearchLoad,
): Promise<RecordedSearch> {
  const isScript = "script" in search;
  const { options, planOf } = isScript
    ? await scriptSubject(world, search.script)
    : await scenarioSubject(world, search.scenario);
  const dir = resultsDir(world);
  await claimLabel(dir, label);
  const engine = await engineFor(world, isScript);
  world.stderr.write(`engine: ${engine.name} ${engine.version} (${engine.why})\n`);
  const described = isScript ? undefined : await openTarget(spec, world);
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
