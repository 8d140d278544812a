// What a run looks like while it lasts: on a terminal one line that is redrawn each second, elsewhere a plain line
// every few seconds.

import type { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import { formatCount, formatMs, formatRate, plural } from "../../lib/core/format.ts";
import { LatencyHistogram } from "../../lib/core/histogram.ts";
import { type LoadPlan, plannedMs } from "../../lib/core/load/load-plan.ts";
import { outsideLines } from "../../lib/core/outside-text.ts";
import type { Stream } from "../../lib/core/world.ts";

/** Seconds that a figure looks back over. */
const LOOK_BACK = 5;
/** How long a sample may be on its way: k6 writes what it has every half second. */
const LATE_MS = 700;
const PLAIN_EVERY_MS = 5000;
const BAR = 20;

export interface LiveFigures {
  readonly users: number | null;
  readonly ratePerSec: number | null;
  readonly p95Ms: number | null;
  readonly failed: number;
}

/** Figures over the last few whole seconds of the recording; `elapsedMs` is the time since its start. */
export function liveFigures(fold: RecordingFold, elapsedMs: number): LiveFigures {
  const newest = Math.floor((elapsedMs - LATE_MS) / 1000) - 1;
  const latencies = new LatencyHistogram();
  let count = 0;
  let failed = 0;
  for (const seconds of fold.openSeconds().values()) {
    for (const second of seconds) {
      if (second.t > newest || second.t <= newest - LOOK_BACK) continue;
      latencies.merge(second.histogram);
      count += second.count;
      failed += second.failed;
    }
  }
  const span = Math.min(LOOK_BACK, newest + 1);
  return {
    users: fold.users(),
    ratePerSec: span <= 0 ? null : count / span,
    p95Ms: latencies.quantileMs(0.95) ?? null,
    failed,
  };
}

const clock = (ms: number): string => {
  const s = Math.floor(ms / 1000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
};

/** The figures in words, e.g. `10 users · 21.4 req/s · p95 182 ms · 0 failed`. */
export function liveText(figures: LiveFigures): string {
  const users = figures.users === null ? [] : [plural(figures.users, "user")];
  return [
    ...users,
    `${formatRate(figures.ratePerSec)} req/s`,
    `p95 ${formatMs(figures.p95Ms)} ms`,
    `${formatCount(figures.failed)} failed`,
  ].join(" · ");
}

/** Draws a run's progress to a stream. Call `tick` once a second and `end` when it is over. */
export class LiveLine {
  readonly #stream: Stream;
  readonly #plan: LoadPlan;
  readonly #processes: number;
  #lastPlainMs = 0;
  #drawn = false;

  /** @param processes that share the load; what several see comes when they have ended */
  constructor(stream: Stream, plan: LoadPlan, processes = 1) {
    this.#stream = stream;
    this.#plan = plan;
    this.#processes = processes;
  }

  /** @param elapsedMs since the start of the run; undefined while the engine is starting */
  tick(elapsedMs: number | undefined, fold: RecordingFold): void {
    if (elapsedMs === undefined || elapsedMs < 1000) return;
    const total = plannedMs(this.#plan);
    const text = `${clock(elapsedMs)} of ${clock(total)}  ${this.#doing(elapsedMs, fold)}`;
    if (this.#stream.columns === undefined) {
      if (elapsedMs - this.#lastPlainMs < PLAIN_EVERY_MS) return;
      this.#lastPlainMs = elapsedMs;
      this.#stream.write(`${text}\n`);
      return;
    }
    const filled = Math.min(BAR, Math.round((elapsedMs / total) * BAR));
    const line = `${"█".repeat(filled)}${"░".repeat(BAR - filled)}  ${text}`;
    this.#stream.write(`\r\u001b[K${line.slice(0, this.#stream.columns - 1)}`);
    this.#drawn = true;
  }

  #doing(elapsedMs: number, fold: RecordingFold): string {
    const seen = liveFigures(fold, elapsedMs);
    // An open load has arrivals; how many of its users are busy at an instant says nothing.
    const figures = this.#plan.load.model === "open" ? { ...seen, users: null } : seen;
    // After the plan's end come late answers, and k6's live page for as long as somebody looks at it.
    if (elapsedMs > plannedMs(this.#plan) && figures.ratePerSec === 0) return "waiting for the engine to end";
    const phase = elapsedMs < this.#plan.options.warmupMs ? "warm-up" : "measure";
    return `${phase}  ${this.#processes === 1 ? liveText(figures) : `${this.#processes} processes, figures at the end`}`;
  }

  /** A line that is no figure, an engine's or a script's: the live line makes room for it. */
  notice(line: string): void {
    this.#stream.write(`${this.#drawn ? "\r\u001b[K" : ""}${outsideLines(line)}\n`);
  }

  end(): void {
    if (this.#drawn) this.#stream.write("\r\u001b[K");
  }
}
