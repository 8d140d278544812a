// An object whose every field is known: a recording with a field too many was written by another version.

import { type Static, type TProperties, type TSchema, Type } from "typebox";

export const object = <P extends TProperties>(properties: P, description?: string) =>
  Type.Object(properties, { additionalProperties: false, ...(description === undefined ? {} : { description }) });

/** Null always means "not measured", never zero. */
export const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const count = Type.Integer({ minimum: 0 });
export const counts = Type.Record(Type.String(), count);
export const numberOrNull = orNull(Type.Number());

type ReadonlyDeep<T> = T extends readonly (infer U)[]
  ? readonly ReadonlyDeep<U>[]
  : T extends object
    ? { readonly [K in keyof T]: ReadonlyDeep<T[K]> }
    : T;

/** What a schema describes, as a value that nobody changes. */
export type ValueOf<T extends TSchema> = ReadonlyDeep<Static<T>>;
