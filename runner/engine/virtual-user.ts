// A virtual user: one instance of the script, its iterations one after the other, and their samples. It decides neither
// when an iteration starts nor what a thrown error means for the run.

import { type Millis, ms } from "../../lib/core/units.ts";
import { type IterationFacts, TestAborted } from "../api/execution.ts";
import type { LentVu } from "../executor/scenario-host.ts";
import type { VuState } from "../vu/vu-state.ts";
import type { RunningScenario } from "./running-scenario.ts";
import type { ScriptInstance } from "./script-instance.ts";

/** What the run wants to know of its VUs. */
export interface IterationObserver {
  completed(): void;
  interrupted(): void;
  /** The iteration asked for the end of the test. */
  aborted(): void;
  /** An iteration threw; it still counts as completed. `where` names its scenario, for people. */
  threw(error: unknown, where: string): void;
}

export interface VirtualUserParts {
  readonly state: VuState;
  readonly script: ScriptInstance;
  readonly observer: IterationObserver;
  readonly minIterationDurationMs: Millis;
  /** setup()'s result as JSON; undefined when it returned nothing. Known when iterations start, not before. */
  readonly setupJson: () => string | undefined;
}

export class VirtualUser implements LentVu {
  readonly #parts: VirtualUserParts;
  #scenario: RunningScenario | undefined;
  #body: ((data: unknown) => unknown) | undefined;
  #data: { readonly value: unknown } | undefined;
  #iterationInScenario = -1;
  #numbers = { inInstance: 0, inTest: 0 };
  /** Counts iterations and cuts: what an iteration that was cut still reports is of an older turn. */
  #turn = 0;
  #resolve: (() => void) | undefined;

  constructor(parts: VirtualUserParts) {
    this.#parts = parts;
  }

  /** Makes the VU work for a scenario. @throws Error when the script does not export its function */
  assign(scenario: RunningScenario): void {
    const { script, state } = this.#parts;
    const { exec, env, tags, name } = scenario.scenario;
    this.#scenario = scenario;
    this.#iterationInScenario = -1;
    this.#body = script.function(exec);
    script.setEnv(env);
    const { systemTags } = state.http;
    const own = {
      ...(systemTags.has("scenario") ? { scenario: name } : {}),
      ...(systemTags.has("vu") ? { vu: String(state.id) } : {}),
    };
    state.wear({ ...own, ...tags }, "");
  }

  /** Whether the VU counts as active: a looping one while it is lent, one that waits for arrivals only when it works. */
  get active(): boolean {
    return this.#resolve !== undefined || this.#scenario?.executor.endsWith("arrival-rate") === false;
  }

  /** What `exec.scenario` and `exec.vu` show. */
  facts(): IterationFacts | undefined {
    if (this.#scenario === undefined) return undefined;
    return {
      scenario: this.#scenario,
      iterationInInstance: this.#numbers.inInstance,
      iterationInTest: this.#numbers.inTest,
      iterationInScenario: this.#iterationInScenario,
    };
  }

  iterate(due?: Millis): Promise<void> {
    const { state, script } = this.#parts;
    const turn = ++this.#turn;
    state.phase = "iteration";
    state.begin(due);
    script.setIteration(++state.iteration);
    script.startIteration();
    this.#iterationInScenario++;
    if (this.#scenario !== undefined) this.#numbers = this.#scenario.next();
    const start = state.monotonic();
    return new Promise((resolve) => {
      this.#resolve = resolve;
      this.#run().then(
        () => this.#end(turn, start),
        (error: unknown) => {
          const { observer } = this.#parts;
          if (error instanceof TestAborted) observer.aborted();
          else if (turn === this.#turn) observer.threw(error, `scenario ${this.#scenario?.name ?? ""}`);
          return this.#end(turn, start);
        },
      );
    });
  }

  cut(): void {
    if (this.#resolve === undefined) return;
    this.#turn++;
    const { state, script, observer } = this.#parts;
    script.endIteration(state.wall(state.monotonic()));
    state.cut();
    observer.interrupted();
    this.#settle();
  }

  close(): void {
    this.#parts.script.close();
  }

  async #run(): Promise<void> {
    this.#data ??= { value: this.#parts.script.parse(this.#parts.setupJson()) };
    await this.#body?.(this.#data.value);
    await this.#parts.script.pendingTimers();
  }

  async #end(turn: number, start: Millis): Promise<void> {
    if (turn !== this.#turn) return;
    const { state, script, observer, minIterationDurationMs } = this.#parts;
    const end = state.monotonic();
    if (state.group !== "") state.group = "";
    const at = state.wall(end);
    const tags = state.tags();
    script.endIteration(at);
    state.emit("iteration_duration", at, end - start, tags);
    state.emit("iterations", at, 1, tags);
    observer.completed();
    const rest = minIterationDurationMs - (end - start);
    if (rest > 0) await state.sleep(ms(rest));
    if (turn === this.#turn) this.#settle();
  }

  #settle(): void {
    const resolve = this.#resolve;
    this.#resolve = undefined;
    if (this.#scenario !== undefined) this.#scenario.ended++;
    resolve?.();
  }
}
