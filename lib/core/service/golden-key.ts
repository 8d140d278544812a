// What the golden answer about a row is filed under. The first endpoint that answers by itself has the row's own name;
// the others' stand beside it.

import type { RequestKind } from "./request-kinds.ts";

/** The kinds whose answers at rest are taken: of each family the one that asks about a row alone. */
export const goldenKinds = <Row>(kinds: readonly RequestKind<Row>[]): readonly RequestKind<Row>[] =>
  kinds.filter(
    ({ name, family, rows, endpoint }) =>
      rows === 1 && name === family && endpoint.role === "inference" && endpoint.golden !== false,
  );

/** @param kinds all of the service's */
export const goldenKey = <Row>(kinds: readonly RequestKind<Row>[], family: string, id: string): string =>
  goldenKinds(kinds)[0]?.family === family ? id : `${family}:${id}`;
