// One run from its script to its outcome: options, setup, scenarios, teardown, thresholds, summary, in k6's order.

import { exit } from "../../lib/core/exit.ts";
import type { Millis } from "../../lib/core/units.ts";
import type { LogSink } from "../api/console.ts";
import type { TestFacts } from "../api/execution.ts";
import { logLine } from "../api/log-line.ts";
import { Engine, type EngineCounts, newInstance } from "../engine/engine.ts";
import { vusNeeded } from "../executor/executors.ts";
import { compileScript } from "../loader/compile.ts";
import type { CompiledScript } from "../loader/script.ts";
import { defaultHttpOptions, type RunOptions } from "../options/run-options.ts";
import type { RunRequest } from "../run.ts";
import { bindThresholds } from "../thresholds/threshold-set.ts";
import { type Instance, runStage } from "./life-cycle.ts";
import { type InstanceSetting, instanceParts, type ThreadParts, threadParts } from "./run-parts.ts";
import { ScriptErrors } from "./script-errors.ts";
import { prepareOptions } from "./script-options.ts";
import { problemOf, RunFailure } from "./script-problem.ts";
import { VerdictState } from "./verdict-state.ts";
import { watch, withTags } from "./watch.ts";

const IDLE: EngineCounts = { completed: 0, interrupted: 0, dropped: 0, activeVus: 0, madeVus: 0 };

/** Turns what the script throws in `body` into a failure of the run. */
async function blaming<T>(during: string, body: () => Promise<T>): Promise<T> {
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
  readonly notice: (line: string) => void;
  #started: Millis;
  #engine: Engine | undefined;
  #shownOptions: RunOptions["shown"] | undefined;

  constructor(request: RunRequest) {
    this.request = request;
    this.notice = request.onNotice ?? ((line) => request.world.stderr.write(`${line}\n`));
    this.thread = threadParts(request.world);
    this.errors = new ScriptErrors(this.notice);
    this.#started = this.thread.clock.now();
  }

  get counts(): EngineCounts {
    return this.#engine?.counts ?? IDLE;
  }

  /** Since the start of setup. */
  get elapsedMs(): number {
    return this.thread.clock.now() - this.#started;
  }

  /** Compiles, runs init code once and checks the options. @throws RunFailure and CliError for what is wrong */
  async prepare(): Promise<{ readonly script: CompiledScript; readonly options: RunOptions }> {
    const { request, thread } = this;
    const script = await compileScript(request.script);
    const setting = this.#setting(script, defaultHttpOptions(), {});
    const parts = instanceParts(thread, setting);
    const instance = await newInstance(parts, 0, () => undefined);
    const levels = {
      config: request.config ?? {},
      given: request.options ?? {},
      noThresholds: request.noThresholds === true,
    };
    const options = prepareOptions(instance.script, levels, thread.store, this.notice);
    this.#shownOptions = options.shown;
    return { script, options };
  }

  /** A fresh instance for setup, teardown or the summary. */
  async instance(script: CompiledScript, options: RunOptions): Promise<Instance> {
    return await newInstance(this.#parts(script, options), 0, () => undefined);
  }

  /** setup, scenarios and teardown; resolves to setup's result as JSON. Failures go into the state. */
  async load(script: CompiledScript, options: RunOptions): Promise<string | undefined> {
    this.#started = this.thread.clock.now();
    let setupJson: string | undefined;
    try {
      setupJson = await this.#setup(script, options);
      await this.#scenarios(script, options, setupJson);
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error;
      this.state.fail(error.problem);
      return setupJson;
    }
    await this.#teardown(script, options, setupJson);
    return setupJson;
  }

  async #setup(script: CompiledScript, options: RunOptions): Promise<string | undefined> {
    if (options.noSetup) return undefined;
    const stage = { name: "setup", timeoutMs: options.setupTimeoutMs, timeoutCode: exit.setupTimeout } as const;
    const data = await blaming("setup()", async () =>
      runStage(stage, await this.instance(script, options), this.thread.clock, [], this.state.ended.signal),
    );
    return data === undefined ? undefined : JSON.stringify(data);
  }

  async #scenarios(script: CompiledScript, options: RunOptions, setupJson: string | undefined): Promise<void> {
    const { clock } = this.thread;
    const engine = new Engine({
      ...this.#parts(script, options),
      options,
      share: { index: 0, of: 1 },
      setupJson,
      senders: this.thread.senders,
      onScriptError: (error, scenario) => this.errors.add(error, scenario),
    });
    this.#engine = engine;
    await blaming("init code", () => engine.prepare(vusNeeded(options.scenarios, "planned")));
    const { signal } = this.state.ended;
    const end = (): void => engine.end();
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    const start = clock.now();
    const stop = this.#watch(options, start, engine);
    try {
      await engine.run(start);
    } finally {
      stop();
      engine.close();
      signal.removeEventListener("abort", end);
    }
  }

  #watch(options: RunOptions, start: Millis, engine: Engine): () => void {
    const { thread, request, state } = this;
    const { set } = bindThresholds(options.thresholds, thread.store);
    return watch({
      clock: thread.clock,
      start,
      wallOffset: thread.wallOffset,
      counts: () => engine.counts,
      emit: withTags((...sample) => {
        thread.store.add(...sample);
        request.onSample(...sample);
      }, thread.tagSets.of(options.tags)),
      progress: (elapsedMs) => request.onProgress?.({ elapsedMs, ...engine.progress() }),
      thresholds: () => {
        const crossed = set.aborting(this.elapsedMs);
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
      this.state.fail(problemOf(error, "teardown()"));
    }
  }

  #parts(script: CompiledScript, options: RunOptions): ReturnType<typeof instanceParts> {
    return instanceParts(this.thread, this.#setting(script, options.http, options.tags));
  }

  #setting(script: CompiledScript, http: RunOptions["http"], tags: RunOptions["tags"]): InstanceSetting {
    const { request, thread } = this;
    const log: LogSink = (level, text) => {
      if (level === "debug" && request.verbose !== true) return;
      this.notice(logLine(level, text, thread.clock.now() + thread.wallOffset, "console").trimEnd());
    };
    return { script, http, tags, env: request.env, test: this.#test(), onSample: request.onSample, log };
  }

  #test(): TestFacts {
    const session = this;
    return {
      get instance() {
        const { completed, interrupted, activeVus, madeVus } = session.counts;
        return {
          iterationsCompleted: completed,
          iterationsInterrupted: interrupted,
          vusActive: activeVus,
          vusInitialized: madeVus,
          currentTestRunDuration: session.elapsedMs,
        };
      },
      get options() {
        return session.#shownOptions;
      },
      abort: (reason) => this.state.abort(reason),
      fail: (reason) => this.state.markFailed(reason),
    };
  }
}
