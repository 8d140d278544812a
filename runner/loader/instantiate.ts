// Runs a compiled script's init code for one VU: its own globals, its own instances of the k6 modules, its exports.

import { isRecord } from "../../lib/core/json.ts";
import { functionMaker } from "./code-in-strings.ts";
import { ecmaScriptGlobalObject } from "./ecmascript-globals.ts";
import { Guard } from "./guard.ts";
import type { ModuleNamespace, ModuleResolver, ScriptExports } from "./script.ts";
import { each } from "./sequential.ts";

/** What the rewritten program calls; its one parameter. */
interface Runtime {
  module(name: string): ModuleNamespace;
  /** `globalThis` of the script. */
  readonly global: object;
  /** A global by name. @throws ReferenceError as in k6 when there is none */
  read(name: string): unknown;
  readonly each: typeof each;
  /** `value?.rest` */
  chain(value: unknown, rest: (value: unknown) => Promise<unknown>): unknown;
  /** `object[name]?.(…)` */
  method(object: object, name: PropertyKey, rest: (object: object, method: unknown) => Promise<unknown>): unknown;
}

type Factory = (runtime: Runtime) => Promise<ScriptExports>;

export function isFactory(value: unknown): value is Factory {
  return typeof value === "function";
}

const language = ecmaScriptGlobalObject();

function globalObject(globals: PropertyDescriptorMap): object {
  const made: object = Object.create(language, globals);
  for (const name of ["globalThis", "global"]) {
    Object.defineProperty(made, name, { value: made, writable: true, configurable: true });
  }
  Object.defineProperty(made, "Function", { value: functionMaker(made), writable: true, configurable: true });
  return made;
}

/** A script in CommonJS comes out of the bundler as one default export, its `exports`. */
const named = (exports: ScriptExports): ScriptExports => {
  const { default: only, ...others } = exports;
  return isRecord(only) && Object.keys(others).length === 0 ? { ...only } : exports;
};

/** @throws what the script's init code throws, and what `modules` throws for a module it does not have */
export async function instantiateScript(
  factory: Factory,
  modules: ModuleResolver,
  globals: Readonly<Record<string, unknown>>,
): Promise<ScriptExports> {
  const guard = new Guard();
  const global = globalObject(guard.watchGlobals(globals));
  const exports = await factory({
    module: (name) => guard.watch(name, modules(name, guard.idle)),
    global,
    read(name) {
      if (!(name in global)) throw new ReferenceError(`${name} is not defined`);
      return Reflect.get(global, name);
    },
    each,
    chain: (value, rest) => (value === null || value === undefined ? undefined : rest(value)),
    method(object, name, rest) {
      const found: unknown = Reflect.get(Object(object), name, object);
      return found === null || found === undefined ? undefined : rest(object, found);
    },
  });
  return Object.fromEntries(
    Object.entries(named(exports)).map(([name, value]) => [
      name,
      typeof value === "function" ? guard.exported((...args) => Reflect.apply(value, undefined, args)) : value,
    ]),
  );
}
