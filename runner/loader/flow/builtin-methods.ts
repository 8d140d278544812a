// ECMAScript's built-in functions as the value analysis sees them: which call what they are given, and what kind of
// value comes out. Names only: any object may have a method of the same name.

import { ecmaScriptGlobals } from "../ecmascript-globals.ts";
import type { Value } from "./values.ts";
import { array, data, map, promise } from "./values.ts";

/** Array methods that call a function once per element, in order; the loader has an awaiting version of each. */
export const iterating: ReadonlySet<string> = new Set([
  ...["forEach", "map", "filter", "some", "every", "find", "findIndex", "findLast", "findLastIndex", "flatMap"],
  ...["reduce", "reduceRight"],
]);

/** Methods that call a function they are given and do not wait for it. */
export const callingMethods: ReadonlySet<string> = new Set([
  ...["sort", "toSorted", "replace", "replaceAll", "then", "catch", "finally", "from", "groupBy"],
]);

const callingGlobals =
  /^(Promise|Proxy|Reflect\..+|JSON\.(parse|stringify)|Array\.from(Async)?|(Object|Map)\.groupBy|Object\.defineProp\w+)$/;

/** True if a global function may call functions it is given without waiting: known ones, and all outside of the language. */
export function callsArguments(path: string): boolean {
  const [root = ""] = path.split(".");
  return callingGlobals.test(path) || !(ecmaScriptGlobals.has(root) || root === "console");
}

/** Globals whose result holds no function of the script, whatever they are given. */
export function givesData(path: string): boolean {
  return /^(Math|JSON|console|Number|BigInt|Date|Symbol|String|Boolean|RegExp)(\.|$)|^(parse(Int|Float)|is(NaN|Finite)|open|\w*Error|Object\.(keys|is|hasOwn|getOwnPropertyNames)|Array\.isArray|(en|de)code\w+)$/.test(
    path,
  );
}

const elementMethods = new Set(["pop", "shift", "at", "find", "findLast", "get", "next", "reduce", "reduceRight"]);

const mutatingMethods = new Set(["push", "unshift", "splice", "fill", "set", "add", "concat", "with", "toSpliced"]);

/** True if the method's result is an element of its receiver. */
export function givesElement(method: string): boolean {
  return elementMethods.has(method);
}

/** True if the method puts its arguments into its receiver or result. */
export function keepsArguments(method: string): boolean {
  return mutatingMethods.has(method);
}

const names = (prototype: object): ReadonlySet<string> => new Set(Object.getOwnPropertyNames(prototype));
const arrayNames = names(Array.prototype);
const mapNames = new Set([...names(Map.prototype), ...names(Set.prototype), ...names(WeakMap.prototype)]);
const promiseNames = names(Promise.prototype);
const textNames = new Set([...names(String.prototype), ...names(Number.prototype), ...names(RegExp.prototype)]);
const objectNames = names(Object.prototype);

/** True if a built-in of this kind has a member `name` of its own. */
export function hasMember(kind: Value["kind"], name: string): boolean {
  if (objectNames.has(name)) return true;
  if (kind === "array") return arrayNames.has(name);
  if (kind === "map") return mapNames.has(name);
  return kind === "promise" ? promiseNames.has(name) : kind === "data";
}

/** What a built-in method of this name gives; undefined if no built-in has it. Elements are told by `givesElement`. */
export function resultOf(method: string): Value | undefined {
  if (promiseNames.has(method)) return promise;
  if (["set", "add"].includes(method)) return map;
  if (
    /^(map|filter|flatMap|flat|slice|splice|concat|reverse|sort|fill|keys|values|entries|copyWithin|with)$/.test(method)
  ) {
    return array;
  }
  if (/^to(Sorted|Reversed|Spliced)$/.test(method)) return array;
  return arrayNames.has(method) || mapNames.has(method) || textNames.has(method) ? data : undefined;
}
