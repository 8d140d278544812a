// Values as k6's console writes them: `{ x: 1, y: [ 1, "s" ] }`.

import { types } from "node:util";

/** Scalars that look the same alone and inside an object; undefined for everything else. */
function scalar(value: unknown): string | undefined {
  if (value === null) return "null";
  if (typeof value === "function") return "[object Function]";
  if (typeof value === "symbol") return value.description ?? "";
  if (typeof value === "object" || typeof value === "string") return undefined;
  return Object.is(value, -0) ? "0" : String(value);
}

function object(value: object, seen: readonly object[]): string {
  if (seen.includes(value)) return "[Circular]";
  if (types.isNativeError(value)) return String(value);
  if (types.isDate(value)) return JSON.stringify(value);
  const inside = [...seen, value];
  if (Array.isArray(value))
    return bracketed(
      "[",
      value.map((item) => nested(item, inside)),
      "]",
    );
  if (types.isTypedArray(value)) {
    const items = value.length === 0 ? [] : value.toString().split(",");
    return `${value.constructor.name}(${items.length}) ${bracketed("[", items, "]")}`;
  }
  const members = "toJSON" in value && typeof value.toJSON === "function" ? plain(value.toJSON()) : value;
  return bracketed(
    "{",
    Object.entries(members).map(([name, member]) => `${name}: ${nested(member, inside)}`),
    "}",
  );
}

const plain = (value: unknown): object => (typeof value === "object" && value !== null ? value : {});

const bracketed = (open: string, items: readonly string[], close: string): string =>
  items.length === 0 ? open + close : `${open} ${items.join(", ")} ${close}`;

/** A value inside another: strings are quoted, and undefined is null. */
function nested(value: unknown, seen: readonly object[]): string {
  if (value === undefined) return "null";
  if (typeof value === "string") return JSON.stringify(value);
  return scalar(value) ?? (typeof value === "object" && value !== null ? object(value, seen) : String(value));
}

/** One argument of a console call as text. */
export function logText(value: unknown): string {
  if (typeof value === "string") return value;
  return scalar(value) ?? (typeof value === "object" && value !== null ? object(value, []) : String(value));
}
