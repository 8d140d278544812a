// Options from K6_* environment variables, by k6's names. Scenarios have no such form, as in k6.

import type { RawOptions } from "./shortcuts.ts";

type Convert = (text: string) => unknown;

const asText: Convert = (text) => text;
/** "true" and "1" are true, as in Go's ParseBool; what is neither is left for the options' own check to refuse. */
const asBoolean: Convert = (text) => (/^(true|t|1)$/i.test(text) ? true : /^(false|f|0)$/i.test(text) ? false : text);
const asList: Convert = (text) => text.split(",").map((item) => item.trim());

/** `10s:5,1m:20` as stages. What is wrong with them is found where all stages are checked. */
export const parseStages = (text: string): readonly RawOptions[] =>
  text.split(",").map((stage) => {
    const [duration, target] = stage.trim().split(":");
    return { duration, target };
  });

/** `a=1,b=2` as tags. */
const asTags: Convert = (text) =>
  Object.fromEntries(
    text.split(",").map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return [name.trim(), value.join("=")];
    }),
  );

const variables: Readonly<Record<string, readonly [string, Convert]>> = {
  K6_VUS: ["vus", asText],
  K6_DURATION: ["duration", asText],
  K6_ITERATIONS: ["iterations", asText],
  K6_STAGES: ["stages", parseStages],
  K6_NO_SETUP: ["noSetup", asBoolean],
  K6_SETUP_TIMEOUT: ["setupTimeout", asText],
  K6_NO_TEARDOWN: ["noTeardown", asBoolean],
  K6_TEARDOWN_TIMEOUT: ["teardownTimeout", asText],
  K6_HANDLE_SUMMARY_TIMEOUT: ["handleSummaryTimeout", asText],
  K6_RPS: ["rps", asText],
  K6_MAX_REDIRECTS: ["maxRedirects", asText],
  K6_USER_AGENT: ["userAgent", asText],
  K6_BATCH: ["batch", asText],
  K6_BATCH_PER_HOST: ["batchPerHost", asText],
  K6_HTTP_DEBUG: ["httpDebug", asText],
  K6_INSECURE_SKIP_TLS_VERIFY: ["insecureSkipTLSVerify", asBoolean],
  K6_THROW: ["throw", asBoolean],
  K6_NO_CONNECTION_REUSE: ["noConnectionReuse", asBoolean],
  K6_NO_VU_CONNECTION_REUSE: ["noVUConnectionReuse", asBoolean],
  K6_MIN_ITERATION_DURATION: ["minIterationDuration", asText],
  K6_SUMMARY_TREND_STATS: ["summaryTrendStats", asList],
  K6_SUMMARY_TIME_UNIT: ["summaryTimeUnit", asText],
  K6_SYSTEM_TAGS: ["systemTags", asList],
  K6_TAGS: ["tags", asTags],
  K6_DISCARD_RESPONSE_BODIES: ["discardResponseBodies", asBoolean],
  K6_NO_COOKIES_RESET: ["noCookiesReset", asBoolean],
  K6_DNS: ["dns", asText],
  K6_LOCAL_IPS: ["localIPs", asText],
  K6_BLACKLIST_IPS: ["blacklistIPs", asText],
  K6_BLOCK_HOSTNAMES: ["blockHostnames", asText],
  K6_EXECUTION_SEGMENT: ["executionSegment", asText],
  K6_EXECUTION_SEGMENT_SEQUENCE: ["executionSegmentSequence", asText],
};

/** The options that an environment sets. Empty variables count as unset. */
export function optionsFromEnvironment(env: Readonly<Record<string, string | undefined>>): RawOptions {
  const options: Record<string, unknown> = {};
  for (const [variable, [name, convert]] of Object.entries(variables)) {
    const text = env[variable];
    if (text !== undefined && text !== "") options[name] = convert(text);
  }
  return options;
}
