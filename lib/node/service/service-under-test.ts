// The service a command is about: its description, the kinds of requests it takes, its data, and what is known to be
// right about it.

import type { GoldenSet } from "../../core/answers/golden-set.ts";
import { type GoldenKeys, goldenKeys, goldenKinds } from "../../core/service/golden-key.ts";
import { answerLabel, isExpected, labelOf, sharesVocabulary } from "../../core/service/label.ts";
import type { RequestGroup } from "../../core/service/request-file.ts";
import { type RequestKind, requestKinds } from "../../core/service/request-kinds.ts";
import { expectedOf, rowId } from "../../core/service/row.ts";
import { alike } from "../../core/service/same.ts";
import type { Service } from "../../core/service/service.ts";

/** A row as it is asked about. */
export interface ServedRow {
  readonly id: string;
  readonly row: unknown;
  /** What is known to be right about it; undefined when nobody knows. */
  readonly expected: unknown;
}

interface About {
  readonly service: Service<unknown>;
  readonly rows: readonly unknown[];
  readonly dataHash: string;
  readonly file: string | null;
  readonly groups?: readonly RequestGroup[];
}

/** Expected words looked at: more than this many are no vocabulary. */
const MOST_WORDS = 10_000;

export class ServiceUnderTest {
  readonly service: Service<unknown>;
  readonly kinds: readonly RequestKind<unknown>[];
  readonly rows: readonly unknown[];
  /** Content hash of the data. */
  readonly dataHash: string;
  /** Path of the description; null for the reference contract. */
  readonly file: string | null;
  /** The kinds whose answers at rest are taken. */
  readonly goldenKinds: readonly RequestKind<unknown>[];
  readonly #goldens: GoldenKeys;
  #words: ReadonlySet<string> | undefined;
  #byId: ReadonlyMap<string, number> | undefined;

  /** How a file of requests is divided; undefined for a description. */
  readonly groups: readonly RequestGroup[] | undefined;

  constructor(about: About) {
    this.groups = about.groups;
    this.service = about.service;
    this.kinds = requestKinds(about.service);
    this.goldenKinds = goldenKinds(this.kinds);
    this.#goldens = goldenKeys(this.kinds);
    this.rows = about.rows;
    this.dataHash = about.dataHash;
    this.file = about.file;
  }

  /** Whether any endpoint streams its answers, which takes an engine that can read them. */
  get streams(): boolean {
    return this.kinds.some(({ endpoint }) => endpoint.stream !== undefined);
  }

  /** Row `index`, from 0. Made when it is asked for: data may have a million. @throws RangeError */
  row(index: number): ServedRow {
    if (index < 0 || index >= this.rows.length) throw new RangeError(`there is no row ${index}`);
    const row = this.rows[index];
    return { id: rowId(this.service, row, index), row, expected: expectedOf(this.service, row) };
  }

  /** How many rows a kind of request is for. */
  rowCount({ endpoint: { only } }: RequestKind<unknown>): number {
    return only === undefined ? this.rows.length : only[1] - only[0];
  }

  /** `count` of the rows that a kind of request is for, from the nth on; from the beginning again where there are fewer. */
  rowsOf(kind: RequestKind<unknown>, nth: number, count: number): readonly ServedRow[] {
    const [first = 0] = kind.endpoint.only ?? [];
    return Array.from({ length: count }, (_, i) => this.row(first + ((nth + i) % this.rowCount(kind))));
  }

  /** The kind of request that shows soonest whether the service is there: inference, of the fewest rows. */
  get simplest(): RequestKind<unknown> {
    const inference = this.kinds.filter((kind) => kind.endpoint.role === "inference");
    const [first] = [...(inference.length > 0 ? inference : this.kinds)].sort((a, b) => (a.rows ?? 0) - (b.rows ?? 0));
    if (first === undefined) throw new RangeError("a service has at least one endpoint");
    return first;
  }

  /** What the answer to `kind` about a row is filed under. */
  goldenKey(kind: RequestKind<unknown>, row: ServedRow): string {
    return this.#goldens.id(kind.family, row.id);
  }

  /** Which kind and row a golden answer is about; undefined when the service has no such row. */
  about(key: string): { readonly kind: RequestKind<unknown>; readonly row: ServedRow } | undefined {
    this.#byId ??= new Map(this.rows.map((row, i) => [rowId(this.service, row, i), i]));
    for (const { family, row } of this.#goldens.readings(key)) {
      const index = this.#byId.get(row);
      const kind = this.goldenKinds.find((each) => each.family === family);
      if (index !== undefined && kind !== undefined) return { kind, row: this.row(index) };
    }
    return undefined;
  }

  /** When two answers filed under `key` are the same. */
  readonly same = (key: string, a: unknown, b: unknown): boolean => {
    const about = this.about(key);
    return (about?.kind.endpoint.same ?? alike)(a, b);
  };

  /** Whether an answer filed under `key` is right; undefined where nobody knows. */
  readonly right = (key: string, answer: unknown): boolean | undefined => {
    const about = this.about(key);
    if (about === undefined || about.row.expected === undefined) return undefined;
    return isExpected(about.kind.endpoint, answer, about.row.expected);
  };

  /**
   * Whether the answers of a set can be right or wrong at all: something is expected, and where words are, some answer
   * says one of them. `another` vocabulary: "positive" of a service whose data says "spam".
   */
  vocabulary({ inputs }: Pick<GoldenSet, "inputs">): "shared" | "another" | "unknown" {
    const words = this.#expectedWords();
    const judged = Object.entries(inputs).flatMap(([key, answer]) => {
      const about = this.about(key);
      return about === undefined || about.row.expected === undefined ? [] : [{ answer, about }];
    });
    if (judged.length === 0) return "unknown";
    // Whole answers are expected, not words.
    if (judged.every(({ about }) => labelOf(about.row.expected) === undefined)) return "shared";
    return sharesVocabulary(
      judged.map(({ answer, about }) => answerLabel(about.kind.endpoint, answer)),
      words,
    )
      ? "shared"
      : "another";
  }

  #expectedWords(): ReadonlySet<string> {
    if (this.#words !== undefined) return this.#words;
    const words = new Set<string>();
    for (const row of this.rows) {
      const word = labelOf(expectedOf(this.service, row));
      if (word !== undefined) words.add(word);
      if (words.size >= MOST_WORDS) break;
    }
    this.#words = words;
    return words;
  }
}
