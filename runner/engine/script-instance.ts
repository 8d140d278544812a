// A script instantiated for one VU: its exports, its globals that change (__ITER, __ENV), and the modules it imported.

import { CliError, exit } from "../../lib/core/exit.ts";
import type { Millis } from "../../lib/core/units.ts";
import type { VuModules } from "../api/modules.ts";
import type { CompiledScript, ScriptExports } from "../loader/script.ts";
import { onlyK6 } from "../vu/only-k6.ts";

type ScriptFunction = (...args: unknown[]) => unknown;

const isFunction = (value: unknown): value is ScriptFunction => typeof value === "function";

export interface ScriptInstance {
  readonly exports: ScriptExports;
  /** An exported function. @throws CliError (104) when there is none of this name */
  function(name: string): ScriptFunction;
  optionalFunction(name: string): ScriptFunction | undefined;
  setIteration(n: number): void;
  /** Lays a scenario's variables over those of the run. */
  setEnv(env: Readonly<Record<string, string>>): void;
  parse(json: string | undefined): unknown;
  /** Resolves when no timer of the script is pending: an iteration lasts until then. */
  pendingTimers(): Promise<void> | undefined;
  startIteration(): void;
  /** Emits what is counted once per iteration. */
  endIteration(wall: Millis): void;
  close(): void;
}

export interface InstanceParts {
  readonly script: CompiledScript;
  readonly modules: VuModules;
  readonly vuId: number;
  readonly env: Readonly<Record<string, string>>;
}

/** @throws CliError (107) naming everything that the script imports and the runner does not have */
function refuseUnknownImports({ imports }: CompiledScript, { resolve }: VuModules): void {
  const missing = [...imports].flatMap(([module, names]) => {
    const members = resolve(module);
    return [...names].filter((name) => name !== "*" && !(name in members)).map((name) => `${name} of '${module}'`);
  });
  if (missing.length === 0) return;
  throw onlyK6(`the runner does not have ${missing.join(", ")}`, "leave the import out");
}

/** Runs the init code once more, for one VU. */
export async function instantiate({ script, modules, vuId, env }: InstanceParts): Promise<ScriptInstance> {
  refuseUnknownImports(script, modules);
  const scriptEnv: Record<string, string> = { ...env };
  let iteration = 0;
  const globals = {
    ...modules.globals,
    __VU: vuId,
    __ENV: scriptEnv,
    get __ITER(): number {
      return iteration;
    },
  };
  const exports = await script.instantiate(modules.resolve, globals);
  const optionalFunction = (name: string): ScriptFunction | undefined => {
    const found = exports[name];
    return isFunction(found) ? found : undefined;
  };
  return {
    exports,
    optionalFunction,
    function: (name) => {
      const found = optionalFunction(name);
      if (found === undefined) {
        throw new CliError(`function '${name}' not found in exports of ${script.path}`, { code: exit.invalidOptions });
      }
      return found;
    },
    setIteration: (n) => {
      iteration = n;
    },
    setEnv: (over) => {
      for (const name of Object.keys(scriptEnv)) delete scriptEnv[name];
      Object.assign(scriptEnv, env, over);
    },
    parse: (json) => (json === undefined ? undefined : JSON.parse(json)),
    pendingTimers: modules.pendingTimers,
    startIteration: modules.startIteration,
    endIteration: modules.endIteration,
    close: modules.close,
  };
}
