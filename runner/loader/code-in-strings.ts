// `Function("a", "return a + 1")` for a script: such code sees the script's globals and no others, as in k6. Validators
// and template engines make their functions so. It cannot reach a blocking call but by what it is given.

import { ecmaScriptGlobals } from "./ecmascript-globals.ts";

/** Names that Node has and the script has not are there but undefined, since `with` cannot say that they are missing. */
function scopeOf(global: object): object {
  return new Proxy(global, {
    has: (_, name) =>
      typeof name === "string" && !ecmaScriptGlobals.has(name) && (name in global || name in globalThis),
    get: (_, name) => (name === Symbol.unscopables ? undefined : Reflect.get(global, name)),
  });
}

/** The `Function` of a script whose global object is `global`; in all else it is the language's own. */
export function functionMaker(global: object): FunctionConstructor {
  const scope = scopeOf(global);
  const make = (parts: readonly unknown[]): object => {
    const texts = parts.map(String);
    const body = texts.pop() ?? "";
    if (/^\s*return this;?\s*$/.test(body)) return () => global;
    // Made as it is first: what is no function by itself fails here, with the language's own words.
    Reflect.construct(Function, [...texts, body]);
    const code = `with ($scope) { return function anonymous(${texts.join(",")}\n) {\n${body}\n} }`;
    const made: unknown = Reflect.apply(Function("$scope", code), undefined, [scope]);
    if (typeof made !== "function") throw new Error("no function came of it");
    return made;
  };
  return new Proxy(Function, {
    apply: (_, __, parts) => make(parts),
    construct: (_, parts) => make(parts),
  });
}
