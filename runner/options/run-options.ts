// A run's options: k6's names and defaults, validated all at once. Unknown options are warnings, as in k6; options the
// runner cannot honour are refused by name.

import { isRecord } from "../../lib/core/json.ts";
import { type Millis, ms } from "../../lib/core/units.ts";
import { readStatistic } from "../metrics/statistic.ts";
import { readThreshold, type ThresholdSpec, type ThresholdSpecs } from "../thresholds/threshold-set.ts";
import { FieldReader, type Problems } from "./field-reader.ts";
import type { HttpOptions } from "./http-options.ts";
import { readScenario, type Scenario } from "./scenario.ts";
import { readSegments, type Segment } from "./segment.ts";
import { type RawOptions, scenariosOf } from "./shortcuts.ts";
import { shownOptions } from "./shown-options.ts";
import { defaultSystemTags, rareSystemTags } from "./system-tags.ts";

export type TimeUnit = "" | "s" | "ms" | "us";

export interface RunOptions {
  readonly scenarios: readonly Scenario[];
  readonly thresholds: ThresholdSpecs;
  readonly http: HttpOptions;
  readonly tags: Readonly<Record<string, string>>;
  readonly summaryTrendStats: readonly string[];
  readonly summaryTimeUnit: TimeUnit;
  readonly setupTimeoutMs: Millis;
  readonly teardownTimeoutMs: Millis;
  readonly handleSummaryTimeoutMs: Millis;
  readonly minIterationDurationMs: Millis;
  /** The part of the test that this process runs; undefined: all of it. */
  readonly segment: Segment | undefined;
  readonly noSetup: boolean;
  readonly noTeardown: boolean;
  /** What `exec.test.options` shows. */
  readonly shown: RawOptions;
}

/** k6's default of summaryTrendStats. */
const TREND_STATS = ["avg", "min", "med", "max", "p(90)", "p(95)"] as const;
const KNOWN_SYSTEM_TAGS = new Set([...defaultSystemTags, ...rareSystemTags]);
const USER_AGENT = "Grafana k6/2.2.0";

/** Options that change nothing when k6 runs on one machine. */
const IGNORED = ["cloud", "ext", "features", "linger", "metricSamplesBufferSize", "noUsageReport", "consoleOutput"];

/** Options that would change what is sent or measured: a run without them would be silently wrong. */
const REFUSED = [
  "blacklistIPs",
  "blockHostnames",
  "dns",
  "localIPs",
  "paused",
  "tlsAIAFetch",
  "tlsAuth",
  "tlsCipherSuites",
  "tlsVersion",
];

const thresholdsOf = (fields: FieldReader, problems: Problems): ThresholdSpecs => {
  const specs = new Map<string, readonly ThresholdSpec[]>();
  for (const [key, list] of Object.entries(fields.record("thresholds") ?? {})) {
    const where = `thresholds: ${key}`;
    if (!Array.isArray(list)) {
      problems.push(`${where}: must be a list of thresholds`);
      continue;
    }
    const read = list.map((item: unknown): ThresholdSpec | string => {
      if (!isRecord(item)) return readThreshold(item, false, 0);
      const entry = new FieldReader(item, where, problems);
      return readThreshold(
        entry.raw("threshold"),
        entry.boolean("abortOnFail", false),
        entry.duration("delayAbortEval", 0),
      );
    });
    problems.push(...read.flatMap((r) => (typeof r === "string" ? [`${where}: ${r}`] : [])));
    specs.set(
      key,
      read.flatMap((r) => (typeof r === "string" ? [] : [r])),
    );
  }
  return specs;
};

/** The `thresholds` option alone, checked. */
export function readThresholds(thresholds: unknown): {
  readonly specs: ThresholdSpecs;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  return { specs: thresholdsOf(new FieldReader({ thresholds }, "", problems), problems), problems };
}

const httpOf = (fields: FieldReader): HttpOptions => {
  const systemTags = fields.strings("systemTags", defaultSystemTags);
  for (const name of systemTags)
    if (!KNOWN_SYSTEM_TAGS.has(name)) fields.problem(`systemTags: k6 has no system tag '${name}'`);
  const debug = fields.string("httpDebug", "");
  return {
    debug: debug === "" ? "none" : debug === "full" ? "full" : "heads",
    batch: fields.integer("batch", 20, 1),
    batchPerHost: fields.integer("batchPerHost", 6),
    maxRedirects: fields.integer("maxRedirects", 10),
    userAgent: fields.string("userAgent", USER_AGENT),
    throw: fields.boolean("throw", false),
    discardResponseBodies: fields.boolean("discardResponseBodies", false),
    insecureSkipTLSVerify: fields.boolean("insecureSkipTLSVerify", false),
    noConnectionReuse: fields.boolean("noConnectionReuse", false),
    noVUConnectionReuse: fields.boolean("noVUConnectionReuse", false),
    noCookiesReset: fields.boolean("noCookiesReset", false),
    rps: fields.integer("rps", 0) || undefined,
    hosts: fields.texts("hosts"),
    systemTags: new Set(systemTags),
  };
};

/** k6's defaults, for init code that runs before the options are known. */
export const defaultHttpOptions = (): HttpOptions => httpOf(new FieldReader({}, "", []));

const isTimeUnit = (text: string): text is TimeUnit => ["", "s", "ms", "us"].includes(text);

const trendStatsOf = (fields: FieldReader): readonly string[] => {
  const stats = fields.strings("summaryTrendStats", TREND_STATS);
  const names = new Set(["avg", "min", "med", "max", "count"]);
  for (const stat of stats) {
    if (!names.has(stat) && readStatistic(stat)?.kind !== "p(x)")
      fields.problem(`summaryTrendStats: invalid stat '${stat}'`);
  }
  return stats;
};

const segmentOf = (fields: FieldReader): Segment | undefined => {
  try {
    return readSegments(fields.string("executionSegment", ""), fields.string("executionSegmentSequence", ""));
  } catch (error) {
    fields.problem(error instanceof Error ? error.message : String(error));
    return undefined;
  }
};

export interface ReadOptions {
  /** Undefined when there are problems. */
  readonly options: RunOptions | undefined;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}

/** Checks consolidated options (see `overlay`). */
export function readOptions(raw: RawOptions): ReadOptions {
  const problems: string[] = [];
  const fields = new FieldReader(raw, "", problems);
  for (const name of ["vus", "iterations", "duration", "stages", "scenarios", ...IGNORED]) fields.raw(name);
  for (const name of REFUSED) {
    if (fields.raw(name) !== undefined) fields.problem(`option '${name}' is not supported by the runner; run with k6`);
  }
  const rawScenarios = scenariosOf(raw, problems);
  const scenarios = Object.entries(rawScenarios).map(([name, source]) => readScenario(name, source, problems));
  const unit = fields.string("summaryTimeUnit", "");
  if (!isTimeUnit(unit)) fields.problem(`summaryTimeUnit must be 's', 'ms' or 'us', not '${unit}'`);
  const known = {
    scenarios: scenarios.filter((scenario) => scenario !== undefined),
    thresholds: thresholdsOf(fields, problems),
    http: httpOf(fields),
    tags: fields.texts("tags"),
    summaryTrendStats: trendStatsOf(fields),
    summaryTimeUnit: isTimeUnit(unit) ? unit : "",
    setupTimeoutMs: fields.duration("setupTimeout", ms(60_000)),
    teardownTimeoutMs: fields.duration("teardownTimeout", ms(60_000)),
    handleSummaryTimeoutMs: fields.duration("handleSummaryTimeout", ms(120_000)),
    minIterationDurationMs: fields.duration("minIterationDuration", ms(0)),
    segment: segmentOf(fields),
    noSetup: fields.boolean("noSetup", false),
    noTeardown: fields.boolean("noTeardown", false),
  } as const;
  const warnings = fields.unknown().map((name) => `unknown option '${name}' in the script's options`);
  const options =
    problems.length > 0
      ? undefined
      : { ...known, shown: shownOptions(raw, rawScenarios, known.summaryTrendStats, known.http.systemTags) };
  return { options, problems, warnings };
}
