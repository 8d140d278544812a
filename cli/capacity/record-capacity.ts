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
import type { World } from "../../lib/core/world.ts";
import { hostFacts } from "../../lib/node/host-facts.ts";
import { findService } from "../../lib/node/service/find-service.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import { loadText } from "../../report/model/setting.ts";
import { chooseEngine } from "../engine/choose-engine.ts";
import { ownObjectives } from "../measure/own-objectives.ts";
import { goldenFor } from "../measure/record-run.ts";
import { claimLabel, resultsDir } from "../measure/results-dir.ts";
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

/** Searches for the capacity of a service by `plan`, recording every probe under `label`. @throws CliError */
export async function recordCapacity(
  world: World,
  plan: SearchPlan,
  label: string,
  spec: TargetSpec,
): Promise<RecordedSearch> {
  const service = await findService(world);
  const scenario = capacityScenario(service);
  const parsed = parseLoadOptions(world.env, scenario.defaults, scenario.endpoints);
  if (parsed.kind === "problems") throw new CliError(parsed.problems.join("\n       "));
  const objectives = ownObjectives(world.env.OBJECTIVES, capacityEndpoints(service));
  const dir = resultsDir(world);
  await claimLabel(dir, label);
  const engine = await chooseEngine(world);
  world.stderr.write(`engine: ${engine.name} ${engine.version} (${engine.why})\n`);
  const target = await openTarget(spec, world);
  const { thinkMs, seed, repeatShare, mix } = parsed.options;
  const setting: SearchSetting = {
    startedAt: new Date(world.now()).toISOString(),
    engine: { name: engine.name, version: engine.version },
    target: { url: redactUrl(target.url), embedded: target.embedded, profile: target.profile },
    host: hostFacts(),
    load: { thinkMs, seed, repeatShare, mix: mixShares(mix) },
  };
  const say = (line: string): void => world.stderr.write(`${line}\n`);
  try {
    const golden = await goldenFor(world, target, join(dir, label, "golden.json"));
    const probe = probeService({
      search: plan,
      options: parsed.options,
      planOf: (options) => withOwnIn(scenario.plan(options), objectives),
      run: {
        label,
        engine,
        target,
        world,
        service,
        golden,
        signal: world.interrupted,
        onTick: () => {},
        onNotice: say,
      },
      idleMs: await idleHealthMs(target, world),
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
