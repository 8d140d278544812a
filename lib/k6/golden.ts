// The golden answers a run is held against: a file that GOLDEN names, read in init. Without one, answers are judged
// by shape and count.

import { type AnswerBook, answerBook } from "../core/answers/answer-book.ts";
import { type GoldenSet, readGoldenSet } from "../core/answers/golden-set.ts";
import { goldenKeys } from "../core/service/golden-key.ts";
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

const goldens = goldenKeys(kinds);

/** What a row's answer from `kind` is filed under. */
export const keyOf = (kind: RequestKind<unknown>, id: string | null): string | null =>
  id === null ? null : goldens.id(kind.family, id);

const families = [...new Set(kinds.filter((kind) => kind.rows !== null).map((kind) => kind.family))];

function bookOf(family: string): AnswerBook {
  const endpoint = service.endpoints[family];
  const isIts = ([key]: readonly [string, unknown]): boolean => goldens.readings(key)[0]?.family === family;
  const inputs = Object.fromEntries(Object.entries(set.inputs).filter(isIts));
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
