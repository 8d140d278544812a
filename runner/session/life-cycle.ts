// setup, teardown and handleSummary: each runs once, in an instance of the script of its own, within its timeout.

import { CliError, exit } from "../../lib/core/exit.ts";
import type { Millis } from "../../lib/core/units.ts";
import { TestAborted } from "../api/execution.ts";
import type { ScriptInstance } from "../engine/script-instance.ts";
import { type Problem, problemOf, RunFailure } from "../engine/script-problem.ts";
import { after, type Clock } from "../executor/clock.ts";
import type { RunOptions } from "../options/run-options.ts";
import type { VuState } from "../vu/vu-state.ts";

export interface StageOfLife {
  readonly name: "setup" | "teardown" | "handleSummary";
  readonly timeoutMs: Millis;
  /** Exit code when it takes longer. */
  readonly timeoutCode: number;
}

export interface Instance {
  readonly state: VuState;
  readonly script: ScriptInstance;
}

type Fresh = () => Promise<Instance>;

/** setup's result as JSON. @throws RunFailure for what the script throws in it */
export async function setUp(
  { noSetup, setupTimeoutMs: timeoutMs }: RunOptions,
  fresh: Fresh,
  clock: Clock,
  ended: AbortSignal,
): Promise<string | undefined> {
  if (noSetup) return undefined;
  const stage = { name: "setup", timeoutMs, timeoutCode: exit.setupTimeout } as const;
  try {
    const data = await runStage(stage, await fresh(), clock, [], ended);
    return data === undefined ? undefined : JSON.stringify(data);
  } catch (error) {
    throw new RunFailure(problemOf(error, "setup()"));
  }
}

/** Gives the problem that teardown ended with; that a script ended the test there is none. */
export async function tearDown(
  { noTeardown, teardownTimeoutMs: timeoutMs }: RunOptions,
  fresh: Fresh,
  clock: Clock,
  setupJson: string | undefined,
): Promise<Problem | undefined> {
  if (noTeardown) return undefined;
  const stage = { name: "teardown", timeoutMs, timeoutCode: exit.teardownTimeout } as const;
  try {
    const instance = await fresh();
    await runStage(stage, instance, clock, [instance.script.parse(setupJson)], undefined);
    return undefined;
  } catch (error) {
    return error instanceof TestAborted ? undefined : problemOf(error, "teardown()");
  }
}

/** Ends early with undefined when `ended` aborts. @throws what the function throws, and CliError on a timeout */
export async function runStage(
  stage: StageOfLife,
  { state, script }: Instance,
  clock: Clock,
  args: readonly unknown[],
  ended: AbortSignal | undefined,
): Promise<unknown> {
  const body = script.optionalFunction(stage.name);
  if (body === undefined || ended?.aborted === true) return undefined;
  state.phase = stage.name === "handleSummary" ? "summary" : stage.name;
  if (stage.name !== "handleSummary") state.wear({}, `::${stage.name}`);
  state.begin(undefined);
  return await new Promise((resolve, reject) => {
    const onEnd = (): void => {
      cancel();
      state.cut();
      resolve(undefined);
    };
    const cancel = clock.at(after(clock.now(), stage.timeoutMs), () => {
      ended?.removeEventListener("abort", onEnd);
      state.cut();
      reject(
        new CliError(`${stage.name}() took longer than ${stage.timeoutMs / 1000} s`, {
          code: stage.timeoutCode,
          hint: `Set the option ${stage.name}Timeout, or make ${stage.name}() do less.`,
        }),
      );
    });
    ended?.addEventListener("abort", onEnd, { once: true });
    const finish = async (): Promise<unknown> => {
      const result = await body(...args);
      await script.pendingTimers();
      return result;
    };
    finish()
      .then(resolve, reject)
      .finally(() => {
        cancel();
        ended?.removeEventListener("abort", onEnd);
        if (stage.name !== "handleSummary") script.endIteration(state.wall(state.monotonic()));
        script.close();
      });
  });
}
