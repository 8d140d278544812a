// Runs a search for the maximum safe load over probes that somebody else knows how to make.

import type { CapacityReport, Entry, Probe, ProbeResult, SearchPlan } from "../../lib/core/capacity/model.ts";
import { search } from "../../lib/core/capacity/search.ts";

/** Measures one load; `nth` counts the probes of the search from 0. */
export type RunProbe = (probe: Probe, nth: number) => Promise<ProbeResult>;

export interface SearchHooks {
  readonly onProbe: (probe: Probe) => void;
  readonly onEntry: (entry: Entry) => void;
  /** Ends the search: what was found so far is reported as unconfirmed. */
  readonly signal: AbortSignal;
}

const CUT_SHORT = {
  rule: "ran-to-end",
  severity: "invalid",
  finding: "the search was interrupted during this probe",
  advice: "Let it run to its end.",
} as const;

/** An interrupted probe says nothing, and no other follows it. */
const cutShort = (result: ProbeResult): ProbeResult => ({
  ...result,
  voidBecause: [...result.voidBecause, CUT_SHORT],
  isLast: true,
});

/** Searches by `plan` until it is over, out of time or interrupted. */
export async function searchService(plan: SearchPlan, runProbe: RunProbe, hooks: SearchHooks): Promise<CapacityReport> {
  const entries: Entry[] = [];
  const it = search(plan, (entry) => entries.push(entry));
  let step = it.next();
  for (let nth = 0; !step.done; nth++) {
    hooks.onProbe(step.value);
    const result = await runProbe(step.value, nth);
    step = it.next(hooks.signal.aborted ? cutShort(result) : result);
    for (const entry of entries.splice(0)) hooks.onEntry(entry);
  }
  return step.value;
}
