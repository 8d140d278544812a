// The conditions of a run in a line: one wording of loads, lengths and services for every report and the command line.

import type { LoadUnit } from "../../lib/core/capacity/model.ts";
import { formatCount, formatDuration, formatRate, plural } from "../../lib/core/format.ts";
import type { Recording } from "../../lib/core/recording.ts";
import { redactUrl } from "../../lib/core/redact.ts";

/** "40 users", "1 user", "30.5 requests/s". */
export const loadText = (load: number, unit: LoadUnit): string =>
  unit === "users" ? plural(load, "user") : `${formatRate(load)} requests/s`;

function loadOf({ load }: Pick<Recording, "load">): string {
  const users = load.stages.flatMap((s) => s.users ?? []);
  if (users.length > 0) {
    return `${formatCount(Math.min(...users))} to ${formatCount(Math.max(...users))} users in ${users.length} stages`;
  }
  if (load.model === "script" && load.ratePerSec !== null) return `${formatRate(load.ratePerSec)} iterations/s`;
  if (load.model === "script") return load.users === null ? "load of the script" : plural(load.users, "user");
  if (load.model === "closed") return loadText(load.users ?? 0, "users");
  return `${formatRate(load.ratePerSec)} requests/s${load.arrivals === "poisson" ? ", Poisson arrivals" : ""}`;
}

/** "1 min after 5 s of warm-up" */
export const lengthText = ({
  durationMs,
  warmupMs,
}: {
  readonly durationMs: number;
  readonly warmupMs: number;
}): string => `${formatDuration(durationMs)} after ${formatDuration(warmupMs)} of warm-up`;

/** A script whose requests all go by names of its own tells no host. */
export const addressOf = ({ url }: Recording["target"]): string =>
  url === "" ? "the script's own hosts" : redactUrl(url);

/** Two lines: what was asked of it, and of whom. */
export function settingOf(r: Recording): readonly string[] {
  const seed = r.seed === null ? [] : [`seed ${r.seed}`];
  const who = r.target.embedded ? "reference service" : "service";
  const profile = r.target.profile === null ? "" : `, profile ${r.target.profile}`;
  return [
    [
      r.scenario,
      `${r.engine.name} ${r.engine.version}${r.fleet === undefined ? "" : ` × ${r.fleet.shards}`}`,
      loadOf(r),
      lengthText(r),
      ...seed,
    ].join(" · "),
    `${who} at ${addressOf(r.target)}${profile}`,
  ];
}
