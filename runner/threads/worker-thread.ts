// One worker thread of a run: an engine for its share of VUs and iterations, reporting to the main thread.

import type { MessagePort } from "node:worker_threads";
import { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import type { SampleSink } from "../../lib/core/metric-sample.ts";
import { type Millis, ms } from "../../lib/core/units.ts";
import type { TestFacts } from "../api/execution.ts";
import { Engine } from "../engine/engine.ts";
import { GeneratorMeter } from "../engine/generator-meter.ts";
import { guardRejections } from "../engine/guard-rejections.ts";
import { instanceParts, threadParts } from "../engine/run-parts.ts";
import { ScriptErrors } from "../engine/script-errors.ts";
import { RunFailure } from "../engine/script-problem.ts";
import { testFacts } from "../engine/test-facts.ts";
import { loadScript } from "../loader/compile.ts";
import { type RunOptions, readOptions } from "../options/run-options.ts";
import { bindThresholds } from "../thresholds/threshold-set.ts";
import type { Log } from "../vu/log-entry.ts";
import { type FromWorker, processTime, type Report, type ToWorker, type WorkerTask } from "./protocol.ts";

const REPORT_EVERY_MS = 1000;

/** This thread's fast clock, set to agree with the main thread's. */
function alignedClock(clockOffset: number): () => Millis {
  const offset = processTime() + clockOffset - performance.now();
  return () => ms(performance.now() + offset);
}

function optionsOf(task: WorkerTask): RunOptions {
  const { options, problems } = readOptions(task.rawOptions);
  if (options === undefined) throw new Error(`options that were right are wrong in a thread: ${problems.join("; ")}`);
  return options;
}

class WorkerThread {
  readonly #task: WorkerTask;
  readonly #port: MessagePort;
  readonly #options: RunOptions;
  readonly #monotonic: () => Millis;
  readonly #thread: ReturnType<typeof threadParts>;
  readonly #errors: ScriptErrors;
  #fold: RecordingFold | undefined;
  readonly #engine: Engine;
  readonly #startedAt: Millis;
  readonly #log: Log = (...entry) => this.#send({ type: "log", entry });

  constructor(task: WorkerTask, port: MessagePort) {
    this.#task = task;
    this.#port = port;
    this.#options = optionsOf(task);
    this.#monotonic = alignedClock(task.clockOffset);
    this.#startedAt = this.#monotonic();
    this.#thread = threadParts({
      monotonic: this.#monotonic,
      now: () => ms(this.#monotonic() + task.wallOffset),
    });
    this.#errors = new ScriptErrors(this.#log);
    this.#engine = this.#newEngine();
  }

  async prepare(): Promise<void> {
    await this.#engine.prepare();
    // Makes the sub-metrics: samples are sorted into them from the first one on.
    bindThresholds(this.#options.thresholds, this.#thread.store);
    this.#send({ type: "ready" });
  }

  async run(start: number, setupJson: string | undefined): Promise<void> {
    // Windows of all threads count from the same instant.
    if (this.#task.fold) this.#fold = new RecordingFold(Math.floor(start + this.#task.wallOffset));
    const timer = setInterval(() => this.#send({ type: "report", report: this.#report(undefined) }), REPORT_EVERY_MS);
    const meter = new GeneratorMeter();
    meter.start();
    const ignore = guardRejections((error) => this.#errors.add(error, "a promise nobody awaited"));
    try {
      await this.#engine.run(ms(start), setupJson);
    } finally {
      ignore();
      clearInterval(timer);
      await this.#engine.close();
    }
    this.#send({ type: "done", report: this.#report(meter.stop().lagMsP99) });
  }

  end(): void {
    this.#engine.end();
  }

  #newEngine(): Engine {
    const { env, share, verbose, script, secrets } = this.#task;
    const { http, tags } = this.#options;
    const onSample: SampleSink = (...sample) => this.#fold?.add(...sample);
    const setting = {
      script: loadScript(script),
      http: { ...http, rps: http.rps === undefined ? undefined : http.rps / share.of },
      tags,
      env,
      test: this.#test(),
      onSample,
      log: this.#log,
      verbose,
      secrets,
    };
    return new Engine({
      ...instanceParts(this.#thread, setting),
      options: this.#options,
      share,
      senders: this.#thread.senders,
      onScriptError: (error, scenario) => this.#errors.add(error, scenario),
    });
  }

  #test(): TestFacts {
    return testFacts({
      counts: () => this.#engine.counts,
      elapsedMs: () => this.#monotonic() - this.#startedAt,
      segment: () => this.#options.segment,
      options: () => this.#options.shown,
      abort: (reason) => this.#send({ type: "abort", reason }),
      fail: (reason) => this.#send({ type: "fail", reason }),
    });
  }

  /** @param lagMsP99 known at the end only, when all metrics are sent */
  #report(lagMsP99: number | undefined): Report {
    const withMetrics = lagMsP99 !== undefined || this.#task.liveMetrics;
    return {
      counts: this.#engine.counts,
      scenarios: this.#engine.scenarios,
      metrics: withMetrics ? this.#thread.store.state() : undefined,
      checks: withMetrics ? this.#thread.checks.counts : undefined,
      fold: this.#fold?.drain(),
      scriptErrors: this.#errors.count,
      firstScriptError: this.#errors.first,
      lagMsP99,
    };
  }

  #send(message: FromWorker): void {
    this.#port.postMessage(message);
  }
}

/** Serves one run over `port`. What the script is to blame for is told; a bug is thrown, and ends the thread. */
export function serveRun(task: WorkerTask, port: MessagePort): void {
  const thread = new WorkerThread(task, port);
  const serve = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof RunFailure)) throw error;
      port.postMessage({ type: "failed", problem: error.problem } satisfies FromWorker);
      port.close();
    }
  };
  port.on("message", (message: ToWorker) => {
    if (message.type === "end") thread.end();
    else void serve(thread.run(message.start, message.setupJson).then(() => port.close()));
  });
  void serve(thread.prepare());
}
