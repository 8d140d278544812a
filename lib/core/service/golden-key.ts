// What the golden answer about a row is filed under. The first endpoint that answers by itself has the row's own name;
// the others' stand beside it.

import type { RequestKind } from "./request-kinds.ts";

/** The kinds whose answers at rest are taken: of each family the one that asks about a row alone. */
export const goldenKinds = <Row>(kinds: readonly RequestKind<Row>[]): readonly RequestKind<Row>[] =>
  kinds.filter(
    ({ name, family, rows, endpoint }) =>
      rows === 1 && name === family && endpoint.role === "inference" && endpoint.golden !== false,
  );

export interface GoldenKeys {
  /** What the answer of a family about a row is filed under. */
  id(family: string, row: string): string;
  /** Whose answer a key may be about, and which row; the likeliest first, since a row may be called like such a key. */
  readings(key: string): readonly { readonly family: string; readonly row: string }[];
}

/** @param kinds all of the service's */
export function goldenKeys<Row>(kinds: readonly RequestKind<Row>[]): GoldenKeys {
  const families = goldenKinds(kinds).map(({ family }) => family);
  // The first family's keys have nothing in front, so every key may be one of them.
  const [first, ...others] = families;
  const prefixOf = (family: string): string => (family === first ? "" : `${family}:`);
  return {
    id: (family, row) => prefixOf(family) + row,
    readings: (key) =>
      [...others, ...(first === undefined ? [] : [first])].flatMap((family) => {
        const prefix = prefixOf(family);
        return key.startsWith(prefix) ? [{ family, row: key.slice(prefix.length) }] : [];
      }),
  };
}
