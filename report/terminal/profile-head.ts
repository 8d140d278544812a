// What stands above every view of a profile: where the figures come from, how many samples they rest on, and what
// they do not say.

import { formatCount, formatDuration, formatMs, formatPercent, formatRate } from "../../lib/core/format.ts";
import type { Profile } from "../../lib/core/profile/profile.ts";

const KINDS: Readonly<Record<Profile["kind"], string>> = {
  "cpu-sampling": "sampled by CPU time",
  "wall-sampling": "sampled by the wall clock",
  deterministic: "every call timed (no samples)",
};

/** Lines that introduce a profile. Times are of all its threads together, in microseconds. */
export function profileHead(profile: Profile, totalUs: number, busyUs: number): string {
  const { load } = profile;
  const lines = [`Profile   ${profile.source}, ${KINDS[profile.kind]}`];
  const rows = [
    profile.sampleCount === null ? [] : [`${formatCount(profile.sampleCount)} samples`],
    profile.intervalUs === null ? [] : [`one per ${formatMs(profile.intervalUs / 1000)} ms`],
    profile.durationUs === null ? [] : [`over ${formatDuration(profile.durationUs / 1000)}`],
  ].flat();
  if (rows.length > 0) lines.push(`Evidence  ${rows.join(", ")}`);
  const idle = totalUs > busyUs ? ` of ${formatMs(totalUs / 1000)} ms (${formatPercent(busyUs / totalUs)})` : "";
  const each = load.requests ? `, ${formatMs(busyUs / 1000 / load.requests)} ms a request` : "";
  lines.push(`Busy      ${formatMs(busyUs / 1000)} ms${idle}${each}`);
  const loadFacts = [
    load.scenario ?? [],
    load.users === null ? [] : `${load.users} users`,
    load.ratePerSec === null ? [] : `${formatRate(load.ratePerSec)} requests/s`,
    load.requests === null ? [] : `${formatCount(load.requests)} requests in the window`,
  ].flat();
  if (loadFacts.length > 0) lines.push(`Load      ${loadFacts.join(", ")}`);
  for (const note of profile.notes) lines.push(`Note      ${note}`);
  return `${lines.join("\n")}\n`;
}
