// The environment a k6 of ours runs in.

import type { RawOptions } from "../../runner/options/shortcuts.ts";

/** Settings that keep k6 to itself: no usage report, no network look-ups for extensions. */
export const QUIET_ENV = {
  K6_CSV_TIME_FORMAT: "unix_micro",
  K6_CSV_SAVE_INTERVAL: "500ms",
  K6_NO_USAGE_REPORT: "true",
  K6_AUTO_EXTENSION_RESOLUTION: "false",
} as const;

const HOW_MUCH = /^K6_(VUS|DURATION|ITERATIONS|STAGES)$/;

/** A foreign script's environment. k6 would put its variables above the scenarios that are laid over the script's. */
export const foreignEnv = (env: Readonly<Record<string, string>>, options: RawOptions): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !("scenarios" in options && HOW_MUCH.test(name))));
