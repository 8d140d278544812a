// What one VU carries between k6 calls: its tags, groups, counters and the end of its iteration. It is the VuContext of
// the k6 modules; it does not run scripts.

import { metric, type SampleSink, type Tags } from "../../lib/core/metric-sample.ts";
import { type Millis, ms } from "../../lib/core/units.ts";
import type { Clock } from "../executor/clock.ts";
import { after } from "../executor/clock.ts";
import type { TagSets } from "../metrics/tag-set.ts";
import type { HttpOptions } from "../options/http-options.ts";
import type { VuContext } from "./context.ts";

/** What all VUs of a thread share. */
export interface VuShared {
  readonly clock: Clock;
  /** Wall clock minus monotonic clock, fixed at the start so that equal times stay equal. */
  readonly wallOffset: number;
  readonly http: HttpOptions;
  readonly tagSets: TagSets;
  readonly runTags: Readonly<Record<string, string>>;
  readonly sink: SampleSink;
}

/** The part of the script's life that a VU is in; much of the API exists in some only. */
export type Phase = "init" | "setup" | "iteration" | "teardown" | "summary";

export class VuState implements VuContext {
  readonly id: number;
  readonly http: HttpOptions;
  readonly emit: SampleSink;
  phase: Phase = "init";
  iteration = -1;
  readonly #shared: VuShared;
  #base: Tags;
  #tags: Tags;
  #group = "";
  #end = new AbortController();
  #muted = false;
  #due: Millis | undefined;
  /** How late the iteration's first request was sent, until it is emitted with that request's tags. */
  #lag: number | undefined;
  readonly #sleeps = new Set<() => void>();

  constructor(id: number, shared: VuShared) {
    this.id = id;
    this.#shared = shared;
    this.http = shared.http;
    this.#base = shared.tagSets.of(shared.runTags);
    this.#tags = this.#base;
    this.emit = (name, timeMs, value, tags) => {
      if (this.#muted) return;
      shared.sink(name, timeMs, value, tags);
      if (this.#lag !== undefined && name === "http_req_duration") this.#emitSendLag(this.#lag, timeMs, tags);
    };
  }

  tags(): Tags {
    return this.#tags;
  }

  monotonic(): Millis {
    return this.#shared.clock.now();
  }

  wall(monotonic: Millis): Millis {
    return ms(monotonic + this.#shared.wallOffset);
  }

  signal(): AbortSignal {
    return this.#end.signal;
  }

  /** Waits; when the iteration is cut it never resolves, so that no script can catch the cut and go on. */
  sleep(duration: Millis): Promise<void> {
    return new Promise((resolve) => {
      if (this.#end.signal.aborted) return;
      if (!(duration > 0)) return resolve();
      let over = false;
      let cancel: (() => void) | undefined;
      cancel = this.#shared.clock.at(after(this.monotonic(), duration), () => {
        over = true;
        if (cancel !== undefined) this.#sleeps.delete(cancel);
        resolve();
      });
      // A sleep shorter than it takes to ask is over at once.
      if (!over) this.#sleeps.add(cancel);
    });
  }

  /** The path of the group the VU is in: "" or `::a::b`. */
  get group(): string {
    return this.#group;
  }

  set group(path: string) {
    this.#group = path;
    if (this.http.systemTags.has("group")) this.setTag("group", path);
  }

  setTag(name: string, value: string): void {
    this.#tags = this.#shared.tagSets.with(this.#tags, name, value);
  }

  removeTag(name: string): void {
    const { [name]: _, ...rest } = this.#tags;
    this.#tags = this.#shared.tagSets.of(rest);
  }

  /** These tags and `more`, as one set. */
  tagsWith(more: Readonly<Record<string, string>>): Tags {
    return this.#shared.tagSets.withAll(this.#tags, more);
  }

  tagsWithOne(name: string, value: string): Tags {
    return this.#shared.tagSets.with(this.#tags, name, value);
  }

  /** Puts on the tags of a scenario (or of setup and teardown), forgetting the script's own. */
  wear(tags: Readonly<Record<string, string>>, group: string): void {
    this.#base = this.#shared.tagSets.of({ ...this.#shared.runTags, ...tags });
    this.#tags = this.#base;
    this.group = group;
  }

  /** Makes ready for an iteration. @param due when it should have started, for the first request's lateness */
  begin(due: Millis | undefined): void {
    if (this.#end.signal.aborted) this.#end = new AbortController();
    this.#muted = false;
    this.#due = due;
    this.#lag = undefined;
  }

  /** Ends the iteration: what it still has under way must not emit, wait or send. */
  cut(): void {
    this.#muted = true;
    this.#end.abort(new Error("the iteration was cut"));
    for (const cancel of this.#sleeps) cancel();
    this.#sleeps.clear();
  }

  /** A request is being written: the first of an iteration that was due tells how late it is. */
  sent(at: number): void {
    if (this.#due === undefined) return;
    this.#lag = Math.max(0, at - this.#due);
    this.#due = undefined;
  }

  #emitSendLag(lag: number, timeMs: number, tags: Tags): void {
    this.#lag = undefined;
    this.#shared.sink(metric.sendLag, timeMs, lag, tags);
  }
}
