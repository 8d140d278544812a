// Makes an instance of the script: its state, its modules on that state, and its init code run once.

import type { IterationFacts, TestFacts } from "../api/execution.ts";
import { type ModulesShared, vuModules } from "../api/modules.ts";
import type { CompiledScript } from "../loader/script.ts";
import type { CheckTally } from "../metrics/check-tally.ts";
import type { MetricStore } from "../metrics/metric-store.ts";
import type { Log } from "../vu/log-entry.ts";
import { type VuShared, VuState } from "../vu/vu-state.ts";
import { instantiate, type ScriptInstance } from "./script-instance.ts";

/** What every instance of the script needs. */
export interface InstanceParts {
  readonly script: CompiledScript;
  readonly env: Readonly<Record<string, string>>;
  readonly shared: VuShared;
  readonly store: MetricStore;
  readonly checks: CheckTally;
  readonly test: TestFacts;
  readonly modules: ModulesShared;
  /** Of the run, for what modules warn of. */
  readonly log: Log;
  /** For what scripts print. */
  readonly console: Log;
}

/** A script instance with the state its modules work on. `vu` 0 is for setup, teardown and the summary. */
export async function newInstance(
  parts: InstanceParts,
  id: number,
  facts: () => IterationFacts | undefined,
): Promise<{ readonly state: VuState; readonly script: ScriptInstance }> {
  const state = new VuState(id, parts.shared);
  const modules = vuModules({
    vu: state,
    store: parts.store,
    checks: parts.checks,
    test: parts.test,
    shared: parts.modules,
    script: parts.script.path,
    iteration: facts,
    log: parts.log,
    console: parts.console,
  });
  const script = await instantiate({ script: parts.script, modules, vuId: id, env: parts.env });
  return { state, script };
}
