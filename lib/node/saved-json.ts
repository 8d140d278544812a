// Parsed JSON held against the schema of a saved format, compiled when it is first asked for.

import { Ajv, type ValidateFunction } from "ajv";

const SHOWN = 3;

/** What is wrong with a value, each with its place; undefined when nothing is. */
export type Problems = string | undefined;

/** A check of `schema`, and with it whether a value is a T: the schema must be the one T comes from. */
export function checkOf<T>(schema: object): {
  readonly is: (json: unknown) => json is T;
  readonly problems: (json: unknown) => Problems;
} {
  let compiled: ValidateFunction<T> | undefined;
  const validate = (json: unknown): json is T => {
    compiled ??= new Ajv({ allErrors: true, code: { optimize: false } }).compile<T>(schema);
    return compiled(json);
  };
  return {
    is: validate,
    problems: (json) => {
      if (validate(json)) return undefined;
      const all = compiled?.errors ?? [];
      const shown = all.slice(0, SHOWN).map((e) => `${e.instancePath || "/"} ${e.message ?? "is wrong"}`);
      return `${shown.join("; ")}${all.length > SHOWN ? `; and ${all.length - SHOWN} more` : ""}`;
    },
  };
}
