// The golden answers a run is held against: a file that GOLDEN names, read in init. Without one, answers are judged
// by shape and count.

import { type AnswerBook, answerBook } from "../core/answers/answer-book.ts";
import { type GoldenSet, readGoldenSet } from "../core/answers/golden-set.ts";
import { goldenKey } from "../core/service/golden-key.ts";
import { answerLabel } from "../core/service/label.ts";
import { type RequestKind, requestKinds } from "../core/service/request-kinds.ts";
import { service } from "./service-under-test.ts";

const nothingKnown: Pick<GoldenSet, "inputs" | "unstable"> = { inputs: {}, unstable: [] };

function goldenSet(path: string | undefined): Pick<GoldenSet, "inputs" | "unstable"> {
  if (path === undefined || path === "") return nothingKnown;
  const read = readGoldenSet(JSON.parse(open(path)));
  if ("schema" in read) return read;
  throw new Error(`GOLDEN=${path}: ${read.join("; ")}`);
}

const set = goldenSet(__ENV.GOLDEN);

/** Every kind of request of the service. */
export const kinds: readonly RequestKind<unknown>[] = requestKinds(service);

/** What a row's answer from `kind` is filed under. */
export const keyOf = (kind: RequestKind<unknown>, id: string | null): string | null =>
  id === null ? null : goldenKey(kinds, kind.family, id);

const families = [...new Set(kinds.filter((kind) => kind.rows !== null).map((kind) => kind.family))];

/** Whose golden answer `key` is about. */
const familyOf = (key: string): string | undefined =>
  families.find((family) => goldenKey(kinds, family, "") !== "" && key.startsWith(goldenKey(kinds, family, ""))) ??
  families.find((family) => goldenKey(kinds, family, "") === "");

function bookOf(family: string): AnswerBook {
  const endpoint = service.endpoints[family];
  const inputs = Object.fromEntries(Object.entries(set.inputs).filter(([key]) => familyOf(key) === family));
  if (endpoint === undefined) return answerBook({ inputs, unstable: set.unstable });
  return answerBook(
    { inputs, unstable: set.unstable },
    {
      label: (answer) => answerLabel(endpoint, answer),
      ...(endpoint.same === undefined ? {} : { same: (a, b) => endpoint.same?.(a, b) === true }),
    },
  );
}

const books = new Map(families.map((family) => [family, bookOf(family)]));
const empty = answerBook(nothingKnown);

/** The answers that a kind's are held against. */
export const bookFor = ({ family }: RequestKind<unknown>): AnswerBook => books.get(family) ?? empty;
