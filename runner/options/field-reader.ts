// Reads the fields of one options object, converting as k6 does (numbers may be numeric strings) and collecting every
// problem instead of stopping at the first. Knows nothing of which options exist.

import { isRecord } from "../../lib/core/json.ts";
import type { Millis } from "../../lib/core/units.ts";
import { parseDuration } from "./duration.ts";

/** Where problems are gathered; each is a line for the user. */
export type Problems = string[];

const show = (value: unknown): string => JSON.stringify(value) ?? String(value);

/** Null counts as absent, as in k6. */
const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;

export class FieldReader {
  readonly #source: Readonly<Record<string, unknown>>;
  readonly #where: string;
  readonly #problems: Problems;
  readonly #seen = new Set<string>();
  /** Fields by their names in lower case; of two that differ in case only the later one. */
  readonly #byLowerCase: ReadonlyMap<string, string>;

  /** @param where what the object is, for messages; "" for the top level */
  constructor(source: Readonly<Record<string, unknown>>, where: string, problems: Problems) {
    this.#source = source;
    this.#where = where === "" ? "" : `${where}: `;
    this.#problems = problems;
    this.#byLowerCase = new Map(Object.keys(source).map((name) => [name.toLowerCase(), name]));
  }

  has(name: string): boolean {
    return !isAbsent(this.#source[this.#named(name)]);
  }

  raw(name: string): unknown {
    const found = this.#named(name);
    this.#seen.add(found);
    const value = this.#source[found];
    return value === null ? undefined : value;
  }

  /** The field's name as it is written: k6 reads names without regard to case, the exact one first. */
  #named(name: string): string {
    return Object.hasOwn(this.#source, name) ? name : (this.#byLowerCase.get(name.toLowerCase()) ?? name);
  }

  problem(text: string): void {
    this.#problems.push(`${this.#where}${text}`);
  }

  /** Fields nobody asked for. */
  unknown(): readonly string[] {
    return Object.keys(this.#source).filter((name) => !this.#seen.has(name));
  }

  /** A whole number; below `least` is a problem. */
  integer<T>(name: string, fallback: T, least = 0): number | T {
    const value = this.raw(name);
    if (value === undefined) return fallback;
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    if (typeof number !== "number" || !Number.isInteger(number)) {
      this.problem(`${name} must be a whole number, not ${show(value)}`);
      return fallback;
    }
    if (number < least) {
      this.problem(`${name} must be at least ${least}, not ${number}`);
      return fallback;
    }
    return number;
  }

  duration<T>(name: string, fallback: T, least = 0): Millis | T {
    const value = this.raw(name);
    if (value === undefined) return fallback;
    const duration = parseDuration(value);
    if (duration === undefined) {
      this.problem(`${name} must be a duration such as "30s" or "1m30s", not ${show(value)}`);
      return fallback;
    }
    if (duration < least) {
      this.problem(`${name} must be at least ${least} ms, not ${show(value)}`);
      return fallback;
    }
    return duration;
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.raw(name);
    if (value === undefined) return fallback;
    if (typeof value === "boolean") return value;
    this.problem(`${name} must be true or false, not ${show(value)}`);
    return fallback;
  }

  string<T>(name: string, fallback: T): string | T {
    const value = this.raw(name);
    if (value === undefined) return fallback;
    if (typeof value === "string") return value;
    this.problem(`${name} must be a string, not ${show(value)}`);
    return fallback;
  }

  strings<T>(name: string, fallback: T): readonly string[] | T {
    const value = this.raw(name);
    if (value === undefined) return fallback;
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    this.problem(`${name} must be a list of strings, not ${show(value)}`);
    return fallback;
  }

  /** Names with text values; numbers and booleans become text, as tags and environment variables do in k6. */
  texts(name: string): Readonly<Record<string, string>> {
    const value = this.raw(name);
    if (value === undefined) return {};
    if (!isRecord(value)) {
      this.problem(`${name} must be an object of names and values, not ${show(value)}`);
      return {};
    }
    const texts: Record<string, string> = {};
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === "string" || typeof item === "number" || typeof item === "boolean") texts[key] = String(item);
      else if (item !== undefined)
        this.problem(`${name}.${key} must be a string, a number or a boolean, not ${show(item)}`);
    }
    return texts;
  }

  record(name: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (isRecord(value)) return value;
    this.problem(`${name} must be an object, not ${show(value)}`);
    return undefined;
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (Array.isArray(value)) return value;
    this.problem(`${name} must be a list, not ${show(value)}`);
    return undefined;
  }
}
