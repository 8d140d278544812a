// Whether a path such as "Object.entries" names something that hangs on a real global. Paths that do not are data:
// following them would make a new value of every chain of property names in the script.

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

/** True for functions and objects below globalThis; false for numbers, strings and what does not exist. */
export function isGlobalMember(path: string): boolean {
  return isObject(path.split(".").reduce<unknown>(memberOf, globalThis));
}
