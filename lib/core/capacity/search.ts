// The search for the maximum safe load: climb past it, confirm with back-off, optionally bracket, report. A generator
// that yields probes and is sent their results, so it has no clock and no service of its own.

import { boundaryOf, firstBreak, relevantPass } from "./boundary.ts";
import { bracket } from "./bracket.ts";
import { climb } from "./climb.ts";
import { confirm } from "./confirm.ts";
import { type Asking, Journal } from "./journal.ts";
import type { CapacityReport, Climb, Entry, Outcome, SearchPlan } from "./model.ts";
import { shown } from "./shown.ts";

/** The probe at the load that is safe: the run that confirmed it, or the longest at the load that was shown. */
export const safeEntry = (outcome: Outcome): Entry | null =>
  outcome.kind === "confirmed" || outcome.kind === "shown" ? outcome.entry : null;

/** What is certain without a long run that passed, with the longest probe at that load to give its figures. */
const whatWasShown = ({ plan, entries }: Journal): Outcome | null => {
  const got = shown(plan, entries);
  const there = entries.filter((e) => e.verdict !== "void" && e.probe.load === got?.load);
  const [entry] = there.sort((x, y) => y.probe.durationMs - x.probe.durationMs);
  return got === null || entry === undefined ? null : { kind: "shown", entry, ...got };
};

function* confirmed(journal: Journal, found: Climb): Asking<Outcome> {
  if (found.passed === null) {
    return found.cap === null
      ? { kind: "none" }
      : { kind: "unconfirmed", load: null, why: found.cap === "guard" ? "guard" : "budget" };
  }
  const got = yield* confirm(journal, found.passed);
  if (got.kind === "none") return got;
  if (got.kind === "open") {
    return whatWasShown(journal) ?? { kind: "unconfirmed", load: got.load, why: got.why };
  }
  const atOnce = got.entry.probe.load === found.passed;
  const failing = got.failedAt ?? found.failedAt;
  if (journal.plan.bracket && failing !== null) yield* bracket(journal, got.entry, failing);
  const entry = relevantPass(journal.entries)?.entry ?? got.entry;
  return { kind: "confirmed", entry, atLeast: atOnce ? found.cap : null };
}

/** Searches by `plan`: `next(result)` with the result of each probe it yields until it returns the report. */
export function* search(plan: SearchPlan, onEntry: (entry: Entry) => void = () => {}): Asking<CapacityReport> {
  const journal = new Journal(plan, onEntry);
  const warmUp = yield { kind: "warm-up", load: plan.start, durationMs: plan.warmUpMs };
  journal.account(warmUp);
  const found = yield* climb(journal);
  const outcome = yield* confirmed(journal, found);
  const { entries, spentMs } = journal;
  const safe = safeEntry(outcome);
  return {
    plan,
    outcome,
    climb: found,
    boundary: boundaryOf(found, safe, entries),
    firstBreak: firstBreak(found, entries, plan.badLimit, safe?.probe.load ?? 0),
    inverted: relevantPass(entries)?.inverted ?? false,
    spentMs,
    entries,
  };
}
