// Units as types: a duration cannot be passed where a rate is meant. In JSON the unit stands in the field's name.

declare const unit: unique symbol;

/** A duration or a point in time in milliseconds; fractions carry microseconds. */
export type Millis = number & { readonly [unit]: "ms" };

/** Names a plain number as milliseconds. */
export const ms = (n: number): Millis => n as Millis;
