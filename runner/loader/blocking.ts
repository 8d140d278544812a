// Which exports of the k6 modules wait, and which wait when the function they are given does. The one table of its
// kind: the runner's own versions of these functions return promises, so a script must await every call of one.

/** Stands for a module whose exports are the methods of responses. */
export const responses = "a response of k6/http";

/** Exports that always wait. `default` exports of a module have the same members as the module. */
const waiting: Readonly<Record<string, ReadonlySet<string>>> = {
  k6: new Set(["sleep"]),
  "k6/http": new Set(["get", "head", "post", "put", "patch", "del", "options", "request", "batch"]),
  "k6/ws": new Set(["connect"]),
  "k6/x/sse": new Set(["open"]),
  [responses]: new Set(["clickLink", "submitForm"]),
};

/** Exports that call functions they are given, and wait for those; k6 refuses `async` functions here. */
const calling: Readonly<Record<string, ReadonlySet<string>>> = {
  k6: new Set(["group", "check"]),
};

/** The exports of `module` that wait, for guarding them at run time. */
export function waitingExports(module: string): ReadonlySet<string> {
  return waiting[module] ?? new Set();
}

/** True if `module` exports a function `name` that waits. */
export function waits(module: string, name: string): boolean {
  return waiting[module]?.has(name) ?? false;
}

/** True if `module`'s `name` calls back at once, and waits if the callback does. */
export function callsBack(module: string, name: string): boolean {
  return calling[module]?.has(name) ?? false;
}

/** True if `module`'s functions may call what they are given, later or at once, and not wait: all but a known few. */
export function callsUnawaited(module: string, name: string): boolean {
  return (
    !callsBack(module, name) && !["k6", "k6/http", "k6/html", "k6/metrics", "k6/encoding", "k6/crypto"].includes(module)
  );
}

/** The module whose functions are globals, too. */
export const timersModule = "k6/timers";

/** True if `module`'s `name` does not wait but gives a promise that k6 settles only between blocking calls. */
export function settlesLater(module: string, name: string): boolean {
  return module === "k6/http" && name === "asyncRequest";
}
