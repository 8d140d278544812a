// What a path such as "Object.entries" names, if it hangs on a real global. Paths that do not are data: following them
// would make a new value of every chain of property names in the script.

import { ecmaScriptGlobals } from "../ecmascript-globals.ts";

const isObject = (value: unknown): value is object =>
  (typeof value === "object" && value !== null) || typeof value === "function";

/** A property's stored value, up the prototype chain; accessors are not asked, since `Map.prototype.size` throws. */
const memberOf = (value: unknown, name: string): unknown => {
  for (let at = value; isObject(at); at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, name);
    if (found !== undefined) return found.value;
  }
  return undefined;
};

/** The path each object was named by first; the shortest ones come first whatever a script does. */
const paths = new Map<object, string>();

function remember(value: unknown, path: string): void {
  if (isObject(value) && !paths.has(value)) paths.set(value, path);
}

for (const root of ecmaScriptGlobals) remember(memberOf(globalThis, root), root);
for (const root of ecmaScriptGlobals) {
  const global = memberOf(globalThis, root);
  if (!isObject(global)) continue;
  for (const name of Object.getOwnPropertyNames(global)) remember(memberOf(global, name), `${root}.${name}`);
}

const asked = new Map<string, string | undefined>();

/**
 * The one path of what is below globalThis, be it a function or an object; undefined for numbers, strings and what does
 * not exist. `Object.constructor.constructor` is `Object.constructor`: without that, a loop over `x = x.constructor`
 * would find new paths for ever.
 */
export function globalMember(path: string): string | undefined {
  if (!asked.has(path)) asked.set(path, findMember(path));
  return asked.get(path);
}

function findMember(path: string): string | undefined {
  const found = path.split(".").reduce<unknown>(memberOf, globalThis);
  if (!isObject(found)) return undefined;
  remember(found, path);
  return paths.get(found);
}
