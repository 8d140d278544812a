// The module `k6/experimental/csv`: a file as rows, kept once for all users of a thread. Reading CSV is a library's work,
// which is loaded when a script asks for it; it is as strict as Go's: equal numbers of fields, quotes only around them.

import { createRequire } from "node:module";
import { isRecord } from "../../lib/core/json.ts";
import type { ModuleNamespace } from "../loader/script.ts";
import { goError } from "../vu/go-error.ts";
import { type SharedArrays, sharedArray } from "./data.ts";
import { ScriptFile } from "./experimental-fs.ts";

const require = createRequire(import.meta.url);

interface CsvOptions {
  readonly delimiter: string;
  readonly asObjects: boolean;
  readonly skipFirstLine: boolean;
  /** Lines count from 0, the header's included; both ends are in. */
  readonly fromLine: number;
  readonly toLine: number;
}

type Row = readonly string[] | Readonly<Record<string, string>>;

function optionsOf(given: unknown, failed: string): CsvOptions {
  const fields = isRecord(given) ? given : {};
  const line = (value: unknown, otherwise: number): number => (typeof value === "number" ? value : otherwise);
  const options = {
    delimiter: typeof fields.delimiter === "string" ? fields.delimiter : ",",
    asObjects: fields.asObjects === true,
    skipFirstLine: fields.skipFirstLine === true,
    fromLine: line(fields.fromLine, 0),
    toLine: line(fields.toLine, Number.POSITIVE_INFINITY),
  };
  if ([...options.delimiter].length !== 1) throw goError(`${failed}; reason: delimiter must be a single character`);
  if (options.fromLine > options.toLine) {
    throw goError(`${failed}; reason: fromLine must be less than or equal to toLine`);
  }
  if (options.asObjects && options.skipFirstLine) {
    throw goError(`${failed}; reason: the 'header' option cannot be enabled when 'skipFirstLine' is true`);
  }
  return options;
}

function rowsOf(text: string, { delimiter, asObjects, skipFirstLine, fromLine, toLine }: CsvOptions): readonly Row[] {
  const { parse }: typeof import("csv-parse/sync") = require("csv-parse/sync");
  let records: string[][];
  try {
    records = parse(text, { delimiter, skip_empty_lines: true });
  } catch (error) {
    throw goError(`failed to read record; reason: ${error instanceof Error ? error.message : String(error)}`);
  }
  const first = Math.max(fromLine, asObjects || skipFirstLine ? 1 : 0);
  const rows = records.slice(first, toLine + 1);
  if (!asObjects) return rows;
  const [names = []] = records;
  return rows.map((row) => Object.fromEntries(names.map((name, column) => [name, row[column] ?? ""])));
}

const fileOf = (file: unknown, failed: string): ScriptFile => {
  if (file instanceof ScriptFile) return file;
  throw goError(`${failed}; reason: the first argument must be a file of k6/experimental/fs`);
};

export function csvModule(arrays: SharedArrays, inInit: () => boolean): ModuleNamespace {
  const rows = (given: unknown, options: unknown, failed: string): readonly unknown[] => {
    const file = fileOf(given, failed);
    const read = optionsOf(options, failed);
    file.toEnd();
    return sharedArray(arrays, `csv ${file.path} ${JSON.stringify(read)}`, () => rowsOf(file.text, read));
  };
  class Parser {
    readonly #rows: readonly unknown[];
    #next = 0;

    constructor(file: unknown, options?: unknown) {
      if (!inInit()) throw goError("csv Parser constructor must be called in the init context");
      this.#rows = rows(file, options, "failed to create a new parser");
    }

    async next(): Promise<{ readonly done: boolean; readonly value: unknown }> {
      const row = this.#rows[this.#next++];
      if (row === undefined) return { done: true, value: [] };
      // Shared rows are frozen; the one that is handed out is the script's own.
      return { done: false, value: Array.isArray(row) ? [...row] : { ...(isRecord(row) ? row : {}) } };
    }
  }
  const parse = async (file: unknown, options?: unknown): Promise<unknown> => rows(file, options, "csv.parse() failed");
  const members = { parse, Parser };
  return { ...members, default: members };
}
