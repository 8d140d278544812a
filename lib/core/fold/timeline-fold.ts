// When a run started, by whoever says so first, and what its engine says of itself second by second from there on:
// users and dropped iterations.

import type { TimelinePoint } from "../recording.ts";

type EngineMetric = "vus" | "dropped_iterations";

export class TimelineFold {
  #startedAtMs: number | undefined;
  readonly #seconds = new Map<number, { users: number | null; dropped: number }>();
  /** What the engine said before anything said when the run started. */
  readonly #beforeStart: { readonly name: EngineMetric; readonly timeMs: number; readonly value: number }[] = [];

  /** @param startedAtMs ms since 1970, when it is known */
  constructor(startedAtMs: number | undefined) {
    this.#startedAtMs = startedAtMs;
  }

  /** Ms since 1970; undefined while nothing has said it. */
  get startedAtMs(): number | undefined {
    return this.#startedAtMs;
  }

  /** Of the engine, at any time: what it says before the start is kept until then. */
  add(name: EngineMetric, timeMs: number, value: number): void {
    if (this.#startedAtMs === undefined) this.#beforeStart.push({ name, timeMs, value });
    else this.#addFrom(name, timeMs, value);
  }

  /** The run started at `atMs`; the first who says so is right. */
  start(atMs: number): void {
    if (this.#startedAtMs !== undefined) return;
    this.#startedAtMs = atMs;
    for (const { name, timeMs, value } of this.#beforeStart.splice(0)) {
      if (timeMs >= atMs) this.#addFrom(name, timeMs, value);
    }
  }

  /** Where nothing has said when the run started: with its first user then, or with what happened at `timeMs`. */
  startBy(timeMs: number | undefined): void {
    if (this.#startedAtMs !== undefined) return;
    // An engine that waits for its start says every second that it has no users: that moves nothing.
    const firstUserMs = this.#beforeStart.find((s) => s.name === "vus" && s.value > 0)?.timeMs;
    const at = firstUserMs ?? timeMs;
    if (at !== undefined) this.start(timeMs === undefined ? at : Math.min(at, timeMs));
  }

  /** Ms between the start and `timeMs`, at least 0; the start is known afterwards. */
  sinceStart(timeMs: number): number {
    this.startBy(timeMs);
    return Math.max(0, timeMs - (this.#startedAtMs ?? timeMs));
  }

  /** The second of the run in which `timeMs` lies. */
  secondOf(timeMs: number): number {
    return Math.floor(this.sinceStart(timeMs) / 1000);
  }

  /** Adds what another thread or process saw: each counts its own users, the whole is their sum. */
  absorb(points: readonly TimelinePoint[]): void {
    for (const { t, users, dropped } of points) {
      const point = this.#at(t);
      if (users !== null) point.users = (point.users ?? 0) + users;
      point.dropped += dropped;
    }
  }

  /** In order of time. */
  points(): readonly TimelinePoint[] {
    return [...this.#seconds].map(([t, p]) => ({ t, ...p })).sort((a, b) => a.t - b.t);
  }

  /** The same, and forgets them; the start stays. */
  drain(): readonly TimelinePoint[] {
    const points = this.points();
    this.#seconds.clear();
    return points;
  }

  #addFrom(name: EngineMetric, timeMs: number, value: number): void {
    const point = this.#at(this.secondOf(timeMs));
    if (name === "vus") point.users = value;
    else point.dropped += value;
  }

  #at(t: number): { users: number | null; dropped: number } {
    const known = this.#seconds.get(t);
    if (known !== undefined) return known;
    const point = { users: null, dropped: 0 };
    this.#seconds.set(t, point);
    return point;
  }
}
