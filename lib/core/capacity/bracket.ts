// The bracket: the truth lies somewhere between the confirmed load and the lowest that failed, a step or a back-off
// higher. Bisects between them, on a log scale, while there is time.

import type { Asking, Journal } from "./journal.ts";
import type { Entry } from "./model.ts";

/** A gap below this share of the load is not worth a run. */
const NARROW = 0.05;

/** The highest load that passed on the way, `confirmed` itself when none above it did. */
export function* bracket(journal: Journal, confirmed: Entry, failing: number): Asking<Entry> {
  const { grain, confirmMs } = journal.plan;
  let [best, above] = [confirmed, failing];
  while (above / best.probe.load - 1 > NARROW) {
    const middle = Math.round(Math.sqrt(best.probe.load * above) / grain) * grain;
    if (middle <= best.probe.load || middle >= above) break;
    const entry = yield* journal.ask({ kind: "bracket", load: middle, durationMs: confirmMs });
    if (entry === "budget" || entry === "void") break;
    if (entry.verdict === "pass") best = entry;
    else above = middle;
  }
  return best;
}
