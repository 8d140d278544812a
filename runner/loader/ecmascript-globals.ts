// The global names that k6's JavaScript has from the language itself. What Node has beyond these does not exist for a
// script, so that a script that would fail in k6 fails here too.

/** Names a script reads straight from V8. `eval` and `Function` are here; the loader refuses most uses of them. */
export const ecmaScriptGlobals: ReadonlySet<string> = new Set([
  ...["Object", "Function", "Array", "String", "Number", "BigInt", "RegExp", "Date", "Boolean", "Proxy", "Reflect"],
  ...["Error", "AggregateError", "TypeError", "ReferenceError", "SyntaxError", "RangeError", "EvalError", "URIError"],
  ...["eval", "Math", "JSON", "ArrayBuffer", "DataView", "Uint8Array", "Uint8ClampedArray", "Int8Array"],
  ...["Uint16Array", "Int16Array", "Uint32Array", "Int32Array", "Float32Array", "Float64Array", "BigInt64Array"],
  ...["BigUint64Array", "Symbol", "WeakSet", "WeakMap", "Map", "Set", "Promise", "NaN", "undefined", "Infinity"],
  ...["isNaN", "parseInt", "parseFloat", "isFinite", "decodeURI", "decodeURIComponent", "encodeURI"],
  ...["encodeURIComponent", "escape", "unescape"],
]);

/** An object with exactly those globals, for `globalThis` of a script to inherit from. */
export function ecmaScriptGlobalObject(): object {
  const made: object = Object.create(null);
  for (const name of ecmaScriptGlobals) {
    const found = Object.getOwnPropertyDescriptor(globalThis, name);
    if (found) Object.defineProperty(made, name, found);
  }
  return Object.freeze(made);
}
