// One run from its script to its outcome: options, setup, scenarios, teardown, thresholds, summary, in k6's order.

import { metric } from "../../lib/core/metric-sample.ts";
import type { Millis } from "../../lib/core/units.ts";
import { Engine } from "../engine/engine.ts";
import type { Load, LoadCounts } from "../engine/load.ts";
import { type ThreadParts, threadParts } from "../engine/run-parts.ts";
import { ScriptErrors } from "../engine/script-errors.ts";
import { RunFailure } from "../engine/script-problem.ts";
import { after } from "../executor/clock.ts";
import { vusNeeded } from "../executor/executors.ts";
import { CheckTally } from "../metrics/check-tally.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import type { RunOptions } from "../options/run-options.ts";
import type { RunRequest } from "../run-contract.ts";
import { processVus } from "../schedule/share.ts";
import { ThreadLoad } from "../threads/thread-load.ts";
import { bindThresholds } from "../thresholds/threshold-set.ts";
import type { Log } from "../vu/log-entry.ts";
import { type Instance, setUp, tearDown } from "./life-cycle.ts";
import { runLog } from "./run-log.ts";
import { ScriptInstances } from "./script-instances.ts";
import { StartGate } from "./start-gate.ts";
import { type StatusServer, serveStatus } from "./status-server.ts";
import { VerdictState } from "./verdict-state.ts";
import { watch, withTags } from "./watch.ts";
import { type Ready, workerTasks } from "./worker-tasks.ts";

const IDLE: LoadCounts = { completed: 0, interrupted: 0, dropped: 0, activeVus: 0, madeVus: 0 };

/** Worker threads get their start this long ahead, so that it reaches them in time. */
const THREADS_LEAD_MS = 20;

export class Session {
  readonly request: RunRequest;
  readonly thread: ThreadParts;
  readonly errors: ScriptErrors;
  readonly state = new VerdictState();
  readonly log: Log;
  readonly instances: ScriptInstances;
  readonly #gate: StartGate;
  #started: Millis;
  #load: Load | undefined;

  constructor(request: RunRequest) {
    this.request = request;
    this.thread = threadParts(request.world);
    const { clock, wallOffset } = this.thread;
    this.log = runLog(request, () => clock.now() + wallOffset);
    this.errors = new ScriptErrors(this.log);
    this.#gate = new StartGate(request.paused === true);
    this.#started = this.thread.clock.now();
    const run = {
      counts: () => this.counts,
      elapsedMs: () => this.elapsedMs,
      abort: (reason: string) => this.state.abort(reason),
      fail: (reason: string) => this.state.markFailed(reason),
    };
    this.instances = new ScriptInstances({ request, thread: this.thread, log: this.log, run });
  }

  get #threads(): number {
    return this.request.threads ?? 1;
  }

  get counts(): LoadCounts {
    return this.#load?.counts ?? IDLE;
  }

  /** Of the worker threads, once they have ended. */
  get threadsLagMsP99(): number | undefined {
    return this.#load?.lagMsP99;
  }

  /** The metrics and checks of all threads up to now. */
  collect(): { readonly store: MetricStore; readonly checks: CheckTally } {
    const { store, checks } = this.thread;
    const elsewhere = this.#load?.elsewhere() ?? [];
    if (elsewhere.length === 0) return { store, checks };
    const merged = { store: store.blank(), checks: new CheckTally() };
    for (const part of [{ metrics: store.state(), checks: checks.counts }, ...elsewhere]) {
      merged.store.merge(part.metrics);
      merged.checks.merge(part.checks);
    }
    return merged;
  }

  /** Since the start of setup. */
  get elapsedMs(): number {
    return this.thread.clock.now() - this.#started;
  }

  /**
   * setup, scenarios and teardown; resolves to setup's result as JSON. Failures go into the state.
   * @param onScenarios called when setup is over and all VUs are made
   */
  async load(ready: Ready, onScenarios: () => void): Promise<string | undefined> {
    let status: StatusServer | undefined;
    try {
      status = await this.#serveStatus(ready.options);
      return await this.#live(ready, onScenarios);
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error;
      this.state.fail(error.problem);
      return undefined;
    } finally {
      await status?.close();
    }
  }

  /** VUs first, then the pause if one is asked for, then setup: k6's order. */
  async #live(ready: Ready, onScenarios: () => void): Promise<string | undefined> {
    const { clock } = this.thread;
    const fresh = (): Promise<Instance> => this.instances.fresh(ready);
    const load = this.#makeLoad(ready);
    this.#load = load;
    let setupJson: string | undefined;
    const { signal } = this.state.ended;
    const end = (): void => load.end();
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
    try {
      await load.prepare();
      if (!(await this.#gate.pass(signal))) return undefined;
      this.#started = clock.now();
      setupJson = await setUp(ready.options, fresh, clock, signal);
      // As in k6: what was not set up is not torn down.
      if (this.state.ending) return setupJson;
      await this.#scenarios(ready, load, setupJson, onScenarios);
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error;
      this.state.fail(error.problem);
      return setupJson;
    } finally {
      signal.removeEventListener("abort", end);
      await load.close();
    }
    const problem = await tearDown(ready.options, fresh, clock, setupJson);
    if (problem !== undefined) this.state.fail(problem);
    return setupJson;
  }

  async #serveStatus(options: RunOptions): Promise<StatusServer | undefined> {
    const { address } = this.request;
    if (address === undefined) return undefined;
    const session = this;
    return await serveStatus(address, {
      gate: this.#gate,
      maxVus: vusNeeded(options.scenarios, "planned", processVus(options)),
      get vus() {
        return session.counts.activeVus;
      },
      get stopped() {
        return session.state.stopped;
      },
      stop: () => this.state.stop(),
    });
  }

  async #scenarios(ready: Ready, load: Load, setupJson: string | undefined, onScenarios: () => void): Promise<void> {
    onScenarios();
    const start = this.#start();
    this.request.onStart?.(start + this.thread.wallOffset);
    const stop = this.#watch(ready.options, start, load);
    await load.run(start, setupJson).finally(stop);
  }

  /** Now, or with worker threads a little later; a fold of their windows must then know when. */
  #start(): Millis {
    const { clock, wallOffset, tagSets } = this.thread;
    if (this.#threads === 1) return clock.now();
    const start = after(clock.now(), THREADS_LEAD_MS);
    const startedAt = Math.floor(start + wallOffset);
    this.request.onSample(metric.started, startedAt, startedAt, tagSets.empty);
    return start;
  }

  #makeLoad(ready: Ready): Load {
    const { request, thread, errors, state, log } = this;
    if (this.#threads > 1) {
      const tasks = workerTasks({ request, thread, ready, threads: this.#threads });
      return new ThreadLoad(tasks, { state, errors, log, onFold: request.onFold });
    }
    return new Engine({
      ...this.instances.parts(ready),
      options: ready.options,
      share: { index: 0, of: 1, segment: ready.options.segment },
      senders: thread.senders,
      onScriptError: (error, where) => errors.add(error, where),
    });
  }

  #watch(options: RunOptions, start: Millis, load: Load): () => void {
    const { thread, request, state } = this;
    return watch({
      clock: thread.clock,
      start,
      wallOffset: thread.wallOffset,
      counts: () => load.counts,
      emit: withTags((...sample) => {
        thread.store.add(...sample);
        request.onSample(...sample);
      }, thread.tagSets.of(options.tags)),
      progress: (elapsedMs) => {
        const { completed, ...counts } = load.counts;
        request.onProgress?.({ elapsedMs, iterations: completed, ...counts, scenarios: load.scenarios });
      },
      thresholds: () => {
        const crossed = bindThresholds(options.thresholds, this.collect().store).set.aborting(this.elapsedMs);
        if (crossed.length > 0) state.cross(crossed);
      },
    });
  }

  /** Tells people something that is not as it should be. */
  readonly notice = (text: string): void => this.log("warning", text);
}
