// Who held the interpreter's lock: how much of the time, and in which code.

import { formatDuration, formatMs, formatPercent, plural } from "../../lib/core/format.ts";
import type { LockUse } from "../../lib/core/profile/lock-use.ts";
import { textTable } from "../../lib/core/text-table.ts";
import type { Paint } from "./colour.ts";
import { labeller } from "./profile-views.ts";

/** The second pass over a Python service as text. */
export function renderLock(lock: LockUse, paint: Paint): string {
  const title = `${paint.strong("Who holds the GIL")} (a window after the profile's, ${plural(lock.samples, "sample")})\n`;
  if (lock.samples === 0)
    return `${title}nobody was seen to: the service was idle, or ran in native code that releases it.\n`;
  const label = labeller(lock.profile, paint);
  const heldUs = lock.holders.length === 0 ? 0 : lock.profile.calls.nodes.reduce((sum, node) => sum + node.selfUs, 0);
  const table = textTable(
    ["function", "held ms", "of held"],
    lock.holders.map(({ fn, selfUs }) => [label(fn), formatMs(selfUs / 1000), formatPercent(selfUs / heldUs)]),
  );
  return `${title}${summary(lock)}${table}`;
}

function summary({ heldShare, processes, windowUs }: LockUse): string {
  if (heldShare === null || windowUs === null) return "";
  const where = processes === 1 ? "" : ` in each of ${processes} processes, on average`;
  return `held ${formatPercent(heldShare)} of ${formatDuration(windowUs / 1000)}${where}: what stands here runs one thread at a time, however many there are\n`;
}
