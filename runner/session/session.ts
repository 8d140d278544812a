// One run from its script to its outcome: options, setup, scenarios, teardown, thresholds, summary, in k6's order.

import { exit } from "../../lib/core/exit.ts";
import { metric } from "../../lib/core/metric-sample.ts";
import type { Millis } from "../../lib/core/units.ts";
import { TestAborted, type TestFacts } from "../api/execution.ts";
import { Engine } from "../engine/engine.ts";
import type { Load, LoadCounts } from "../engine/load.ts";
import { newInstance } from "../engine/new-instance.ts";
import { type InstanceSetting, instanceParts, type ThreadParts, threadParts } from "../engine/run-parts.ts";
import { ScriptErrors } from "../engine/script-errors.ts";
import { problemOf, RunFailure } from "../engine/script-problem.ts";
import { testFacts } from "../engine/test-facts.ts";
import { after } from "../executor/clock.ts";
import { vusNeeded } from "../executor/executors.ts";
import { loadScript, prepareScript } from "../loader/compile.ts";
import { type LoadRemote, refuseRemote } from "../loader/remote/remote-modules.ts";
import { standardRemote } from "../loader/remote/standard-access.ts";
import type { CompiledScript } from "../loader/script.ts";
import { CheckTally } from "../metrics/check-tally.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import { defaultHttpOptions, type RunOptions } from "../options/run-options.ts";
import type { RunRequest } from "../run-contract.ts";
import { processVus } from "../schedule/share.ts";
import { ThreadLoad } from "../threads/thread-load.ts";
import { bindThresholds } from "../thresholds/threshold-set.ts";
import type { Log } from "../vu/log-entry.ts";
import { type Instance, runStage } from "./life-cycle.ts";
import { runLog } from "./run-log.ts";
import { prepareOptions } from "./script-options.ts";
import { StartGate } from "./start-gate.ts";
import { type StatusServer, serveStatus } from "./status-server.ts";
import { VerdictState } from "./verdict-state.ts";
import { watch, withTags } from "./watch.ts";
import { type Ready, workerTasks } from "./worker-tasks.ts";

const IDLE: LoadCounts = { completed: 0, interrupted: 0, dropped: 0, activeVus: 0, madeVus: 0 };

/** Worker threads get their start this long ahead, so that it reaches them in time. */
const THREADS_LEAD_MS = 20;

/** Turns what the script throws in `body` into a failure of the run. */
async function blaming<T>(during: string, body: () => Promise<T>): Promise<T | undefined> {
  try {
    return await body();
  } catch (error) {
    throw new RunFailure(problemOf(error, during));
  }
}

export class Session {
  readonly request: RunRequest;
  readonly thread: ThreadParts;
  readonly errors: ScriptErrors;
  readonly state = new VerdictState();
  readonly log: Log;
  readonly #gate: StartGate;
  #started: Millis;
  #load: Load | undefined;
  #shownOptions: RunOptions["shown"] | undefined;
  #segment: RunOptions["segment"];

  constructor(request: RunRequest) {
    this.request = request;
    this.thread = threadParts(request.world);
    const { clock, wallOffset } = this.thread;
    this.log = runLog(request, () => clock.now() + wallOffset);
    this.errors = new ScriptErrors(this.log);
    this.#gate = new StartGate(request.paused === true);
    this.#started = this.thread.clock.now();
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

  /** Compiles, runs init code once and checks the options. @throws RunFailure and CliError for what is wrong */
  async prepare(): Promise<Ready> {
    const { request, thread } = this;
    const prepared = await prepareScript(request.script, this.#remote());
    const script = loadScript(prepared);
    const setting = this.#setting(script, defaultHttpOptions(), {});
    const parts = instanceParts(thread, setting);
    const instance = await newInstance(parts, 0, () => undefined);
    const levels = {
      config: request.config ?? {},
      given: request.options ?? {},
      noThresholds: request.noThresholds === true,
    };
    const { options, raw } = prepareOptions(instance.script, levels, thread.store, this.notice);
    this.#shownOptions = options.shown;
    this.#segment = options.segment;
    return { prepared, script, options, raw };
  }

  /** A fresh instance for setup, teardown or the summary. */
  async instance(script: CompiledScript, options: RunOptions): Promise<Instance> {
    return await newInstance(this.#parts(script, options), 0, () => undefined);
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
    const { script, options } = ready;
    const load = this.#makeLoad(ready);
    this.#load = load;
    let setupJson: string | undefined;
    try {
      await load.prepare();
      if (!(await this.#gate.pass(this.state.ended.signal))) return undefined;
      this.#started = this.thread.clock.now();
      setupJson = await this.#setup(script, options);
      // As in k6: what was not set up is not torn down.
      if (this.state.ending) return setupJson;
      if (!this.state.ending) await this.#scenarios(ready, load, setupJson, onScenarios);
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error;
      this.state.fail(error.problem);
      return setupJson;
    } finally {
      await load.close();
    }
    await this.#teardown(script, options, setupJson);
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

  async #setup(script: CompiledScript, options: RunOptions): Promise<string | undefined> {
    if (options.noSetup) return undefined;
    const stage = { name: "setup", timeoutMs: options.setupTimeoutMs, timeoutCode: exit.setupTimeout } as const;
    const data = await blaming("setup()", async () =>
      runStage(stage, await this.instance(script, options), this.thread.clock, [], this.state.ended.signal),
    );
    return data === undefined ? undefined : JSON.stringify(data);
  }

  async #scenarios(ready: Ready, load: Load, setupJson: string | undefined, onScenarios: () => void): Promise<void> {
    const { signal } = this.state.ended;
    const end = (): void => load.end();
    onScenarios();
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    const start = this.#start();
    this.request.onStart?.(start + this.thread.wallOffset);
    const stop = this.#watch(ready.options, start, load);
    try {
      await load.run(start, setupJson).finally(stop);
    } finally {
      signal.removeEventListener("abort", end);
    }
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
      ...this.#parts(ready.script, ready.options),
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

  async #teardown(script: CompiledScript, options: RunOptions, setupJson: string | undefined): Promise<void> {
    if (options.noTeardown) return;
    const stage = {
      name: "teardown",
      timeoutMs: options.teardownTimeoutMs,
      timeoutCode: exit.teardownTimeout,
    } as const;
    try {
      const instance = await this.instance(script, options);
      await runStage(stage, instance, this.thread.clock, [instance.script.parse(setupJson)], undefined);
    } catch (error) {
      if (!(error instanceof TestAborted)) this.state.fail(problemOf(error, "teardown()"));
    }
  }

  #remote(): LoadRemote {
    const { remoteModules: allowed = true, world, signal } = this.request;
    return allowed ? standardRemote(world, signal, this.notice) : refuseRemote;
  }

  /** Tells people something that is not as it should be. */
  readonly notice = (text: string): void => this.log("warning", text);

  #parts(script: CompiledScript, options: RunOptions): ReturnType<typeof instanceParts> {
    return instanceParts(this.thread, this.#setting(script, options.http, options.tags));
  }

  #setting(script: CompiledScript, http: RunOptions["http"], tags: RunOptions["tags"]): InstanceSetting {
    const { request, log } = this;
    const { secrets = [] } = request;
    return {
      script,
      http,
      tags,
      env: request.env,
      test: this.#test(),
      onSample: request.onSample,
      log,
      verbose: request.verbose === true,
      secrets,
    };
  }

  #test(): TestFacts {
    return testFacts({
      counts: () => this.counts,
      elapsedMs: () => this.elapsedMs,
      segment: () => this.#segment,
      options: () => this.#shownOptions,
      abort: (reason) => this.state.abort(reason),
      fail: (reason) => this.state.markFailed(reason),
    });
  }
}
