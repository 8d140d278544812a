// What `exec.test.options` shows: all of k6's options in its order, null where none was given, with shorthands as the
// scenarios they stand for.

import { isRecord } from "../../lib/core/json.ts";
import type { RawOptions } from "./shortcuts.ts";

const before = ["paused"];
const between = [
  ...["executionSegment", "executionSegmentSequence", "noSetup", "setupTimeout", "noTeardown", "teardownTimeout"],
  ...["handleSummaryTimeout", "rps", "dns", "maxRedirects", "userAgent", "batch", "batchPerHost", "httpDebug"],
  ...["insecureSkipTLSVerify", "tlsCipherSuites", "tlsVersion", "tlsAuth", "throw", "thresholds", "blacklistIPs"],
  ...["blockHostnames", "hosts", "noConnectionReuse", "noVUConnectionReuse", "minIterationDuration", "ext"],
  ...["summaryTrendStats", "summaryTimeUnit", "systemTags", "tags", "metricSamplesBufferSize", "noCookiesReset"],
  ...["discardResponseBodies", "features", "consoleOutput", "localIPs"],
];

const nulls = (names: readonly string[]): RawOptions => Object.fromEntries(names.map((name) => [name, null]));

const ofEvery = ["startTime", "gracefulStop", "env", "exec", "tags"];

function shownScenario(scenario: unknown): unknown {
  if (!isRecord(scenario)) return scenario;
  const { executor, ...given } = scenario;
  const more = /iterations$/.test(String(executor)) ? nulls(["vus", "iterations", "maxDuration"]) : {};
  return { executor, ...nulls(ofEvery), ...more, ...given };
}

export function shownOptions(
  raw: RawOptions,
  scenarios: RawOptions,
  summaryTrendStats: readonly string[],
  systemTags: ReadonlySet<string>,
): RawOptions {
  const { vus, iterations, duration, stages, scenarios: _, ...given } = raw;
  return {
    ...nulls(before),
    scenarios: Object.fromEntries(Object.entries(scenarios).map(([name, each]) => [name, shownScenario(each)])),
    ...nulls(between),
    dns: { ttl: null, select: null, policy: null },
    ...given,
    summaryTrendStats,
    systemTags: [...systemTags].sort(),
  };
}
