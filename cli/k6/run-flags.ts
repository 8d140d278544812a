// The flags of `k6 run` by name: what each takes, and which of them the embedded runner refuses.

import type { FlagSpec } from "./given-flags.ts";

const text = { kind: "text" } as const;
const flag = { kind: "switch" } as const;
const integer = { kind: "integer" } as const;
const duration = { kind: "duration" } as const;
const refused = { kind: "text", refused: true } as const;
const refusedSwitch = { kind: "switch", refused: true } as const;

export const runFlags = {
  vus: { ...integer, short: "u" },
  duration: { ...duration, short: "d" },
  iterations: { ...integer, short: "i" },
  stage: { ...text, short: "s" },
  env: { ...text, short: "e" },
  tag: text,
  config: { ...text, short: "c" },
  quiet: { ...flag, short: "q" },
  verbose: { ...flag, short: "v" },
  throw: { ...flag, short: "w" },
  type: { ...text, short: "t" },
  help: { ...flag, short: "h" },
  "no-setup": flag,
  "no-teardown": flag,
  "max-redirects": integer,
  batch: integer,
  "batch-per-host": integer,
  rps: integer,
  "user-agent": text,
  "http-debug": { ...text, alone: "headers" },
  "insecure-skip-tls-verify": flag,
  "no-connection-reuse": flag,
  "no-vu-connection-reuse": flag,
  "min-iteration-duration": duration,
  "summary-trend-stats": text,
  "summary-time-unit": text,
  "system-tags": text,
  "discard-response-bodies": flag,
  "include-system-env-vars": flag,
  "compatibility-mode": text,
  "execution-segment": text,
  "execution-segment-sequence": text,
  paused: { ...flag, short: "p" },
  address: { ...text, short: "a" },
  "no-thresholds": flag,
  "no-color": flag,
  "no-usage-report": flag,
  "summary-mode": text,
  "summary-export": text,
  "console-output": text,
  "log-output": text,
  "log-format": text,
  "secret-source": text,
  out: { ...text, short: "o" },
  /** For inspect alone. */
  "execution-requirements": flag,
  /** The runner's own. */
  threads: text,
  "no-remote-modules": flag,

  linger: { ...refusedSwitch, short: "l" },
  "profiling-enabled": refusedSwitch,
  "new-machine-readable-summary": refusedSwitch,
  "blacklist-ip": refused,
  "block-hostnames": refused,
  "local-ips": refused,
  dns: refused,
  "traces-output": refused,
  features: refused,
} satisfies Record<string, FlagSpec>;
