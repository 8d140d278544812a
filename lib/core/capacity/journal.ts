// Everything a search has tried, in order, and the time it took. Asking through it keeps the budget and repeats
// probes that came back void.

import { judgeProbe } from "./judge-probe.ts";
import type { Entry, Probe, ProbeResult, SearchPlan } from "./model.ts";

/** A part of the search: yields probes, receives their results, returns what it found. */
export type Asking<T> = Generator<Probe, T, ProbeResult>;

/** budget: no time left for the probe. void: it failed a guard every time it was tried. */
export type Unanswered = "budget" | "void";

/** A probe whose guard fails is tried again so often before the search gives up on its load. */
const TRIES = 3;

export class Journal {
  readonly plan: SearchPlan;
  readonly entries: Entry[] = [];
  spentMs = 0;
  #isOver = false;

  readonly #onEntry: (entry: Entry) => void;

  /** @param onEntry told of each judged probe, for people watching */
  constructor(plan: SearchPlan, onEntry: (entry: Entry) => void) {
    this.plan = plan;
    this.#onEntry = onEntry;
  }

  /** Whether `durationMs` still fit into the budget when `reservedMs` of it are to be kept. */
  hasTimeFor(durationMs: number, reservedMs = 0): boolean {
    return !this.#isOver && this.spentMs + durationMs + reservedMs <= this.plan.budgetMs;
  }

  /** What the dearest probe so far cost beside its own length: start, settling, cool-down. */
  get overheadMs(): number {
    return Math.max(0, ...this.entries.map((e) => e.result.elapsedMs - e.probe.durationMs));
  }

  /** Takes the time of a probe from the budget. */
  account(result: ProbeResult): void {
    this.spentMs += result.elapsedMs;
    this.#isOver ||= result.isLast === true;
  }

  /** Asks for one probe until it comes back judged. @param reservedMs time to be left for what follows */
  *ask(probe: Probe, reservedMs = 0): Asking<Entry | Unanswered> {
    for (let i = 0; i < TRIES; i++) {
      if (!this.hasTimeFor(probe.durationMs, reservedMs)) return "budget";
      const result = yield probe;
      const entry = judgeProbe(this.plan, probe, result);
      this.entries.push(entry);
      this.account(result);
      this.#onEntry(entry);
      if (entry.verdict !== "void") return entry;
    }
    return "void";
  }
}
