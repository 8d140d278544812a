// What the loader hands to the rest of the runner: a k6 script, compiled once, instantiated once per VU.

/** A module's exports by name, `default` included. */
export type ModuleNamespace = Readonly<Record<string, unknown>>;

/** Gives a VU its own instance of a k6 module. @throws CliError for a module or name the runner does not have */
export type ModuleResolver = (name: string, untilIdle?: UntilIdle) => ModuleNamespace;

/** A promise while a call blocks the VU; undefined when none does. What happens meanwhile is told afterwards. */
export type UntilIdle = () => Promise<void> | undefined;

/** A script's exports: `options`, `default`, `setup`, `teardown`, `handleSummary` and scenario functions. */
export type ScriptExports = Readonly<Record<string, unknown>>;

/** A k6 script whose blocking calls are awaited; functions that reach one are async. */
export interface CompiledScript {
  readonly path: string;
  /** What is imported from where, for refusing by name before any load is sent; "*" is a namespace import. */
  readonly imports: ReadonlyMap<string, ReadonlySet<string>>;
  /** Runs the init code in a module scope of its own (k6: once per VU). `globals` are the only globals it sees. */
  instantiate(modules: ModuleResolver, globals: Readonly<Record<string, unknown>>): Promise<ScriptExports>;
}
