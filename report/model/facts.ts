// The facts of a run that a reader needs before its numbers mean anything: what was asked, where it ran, what the load
// generator saw of itself.

import { largest } from "../../lib/core/extremes.ts";
import { formatCount, formatDuration, formatMs, formatPercent, formatRate } from "../../lib/core/format.ts";
import type { Load, Recording } from "../../lib/core/recording.ts";
import type { FactGroup } from "./model.ts";
import { addressOf } from "./setting.ts";

const known = (pairs: readonly (readonly [string, string | null])[]): FactGroup["facts"] =>
  pairs.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));

const loadModels: Readonly<Record<Load["model"], string>> = {
  closed: "closed: users loop",
  open: "open: requests arrive at a rate",
  script: "as the script's own options say",
};

/** Three groups; what was not recorded is left out. */
export function facts(recording: Recording): FactGroup[] {
  const { load, target, engine, fleet, suite, host, generator, service, payload, golden } = recording;
  const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const rss = (service?.samples ?? []).flatMap((s) => (s.rssBytes === null ? [] : [s.rssBytes]));
  const commit = suite.gitSha === null ? null : suite.gitSha.slice(0, 12) + (suite.dirty === true ? " (dirty)" : "");
  const maybe = (value: number | null, text: (x: number) => string): string | null =>
    value === null ? null : text(value);
  return [
    {
      title: "Configuration",
      facts: known([
        ["Scenario", recording.scenario],
        ["Load", loadModels[load.model]],
        ["Users", maybe(load.users, formatCount)],
        ["Rate", maybe(load.ratePerSec, (r) => `${formatRate(r)}/s`)],
        ["Arrivals", maybe(load.ratePerSec, () => (load.arrivals === "poisson" ? "Poisson" : "even"))],
        ["Duration", formatDuration(recording.durationMs)],
        ["Warm-up", formatDuration(recording.warmupMs)],
        ["Host", addressOf(target)],
        ["Service", target.profile ?? (target.embedded ? "reference service" : null)],
        ["Seed", maybe(recording.seed, String)],
        [
          "Golden answers",
          golden === null
            ? "none"
            : `${formatCount(golden.inputs)} rows, ${golden.own ? "from this service before the load" : "from a file"}${golden.unstable === 0 ? "" : `, ${golden.unstable} unstable`}`,
        ],
        [
          "Rows",
          payload === null
            ? null
            : `${formatCount(payload.texts)}, ${formatPercent(payload.repeatShare)} of requests repeat popular ones`,
        ],
      ]),
    },
    {
      title: "Where it ran",
      facts: known([
        [
          "Engine",
          `${engine.name} ${engine.version}${fleet === undefined ? "" : `, a fleet of ${fleet.shards} processes`}`,
        ],
        ["Suite", suite.version],
        ["Commit", commit],
        ["CPU", `${host.cpuModel}, ${host.cores} cores`],
        ["Memory", gib(host.memoryBytes)],
        ["System", `${host.kernel}, Node ${host.node}`],
      ]),
    },
    {
      title: "Load generator and service",
      facts: known([
        ["Generator CPU", maybe(generator.cpuFraction, (x) => `${formatPercent(x)} of a core`)],
        ["Wait for a CPU, per request", maybe(generator.cpuWaitMs ?? null, (x) => `${formatMs(x)} ms`)],
        ["Event-loop lag p99", maybe(generator.lagMsP99, (x) => `${formatMs(x)} ms`)],
        ["Send lag p99", maybe(generator.sendLagMsP99, (x) => `${formatMs(x)} ms`)],
        ["Dropped arrivals", formatCount(generator.dropped)],
        ["Achieved of intended load", maybe(generator.achievedFraction, formatPercent)],
        ["Iterations that threw", formatCount(generator.scriptErrors)],
        ["Stolen CPU", maybe(generator.stealFraction, formatPercent)],
        ["Service restarts", service === null ? null : formatCount(service.restarts)],
        ["Service memory, largest", rss.length === 0 ? null : `${(largest(rss) / 2 ** 20).toFixed(0)} MiB`],
      ]),
    },
  ];
}
