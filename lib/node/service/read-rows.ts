// A service's data: a .jsonl, .json or .csv file beside its description, or what its function makes.

import { readFile } from "node:fs/promises";
import { basename, extname } from "node:path";
import { CsvError, parse as parseCsv } from "csv-parse/sync";
import { CliError } from "../../core/exit.ts";
import { isRecord } from "../../core/json.ts";
import { contentHash } from "../suite-facts.ts";

export interface DataRows {
  readonly rows: readonly unknown[];
  /** Content hash of where they come from. */
  readonly hash: string;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What a line of a .jsonl file says, with its number in the file from 1 on: blank lines between count. */
interface JsonLine {
  readonly line: number;
  readonly json: unknown;
}

function jsonLines(text: string, name: string): readonly JsonLine[] {
  const lines: JsonLine[] = [];
  for (const [i, part] of text.split("\n").entries()) {
    if (part.trim() === "") continue;
    try {
      lines.push({ line: i + 1, json: JSON.parse(part) });
    } catch (error) {
      throw new CliError(`${name}, line ${i + 1}: is no JSON: ${messageOf(error)}`, {
        hint: "A .jsonl file has a row a line, each JSON of its own.",
      });
    }
  }
  return lines;
}

const jsonLineRows = (text: string, name: string): readonly unknown[] => jsonLines(text, name).map(({ json }) => json);

/** A list, or an object with one list in it, beside what is said about it. */
function jsonList(text: string, name: string): readonly unknown[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new CliError(`${name} is no JSON: ${messageOf(error)}`, {
      hint: "With a row a line, call it .jsonl.",
    });
  }
  if (Array.isArray(json)) return json;
  const lists = isRecord(json) ? Object.values(json).filter((x) => Array.isArray(x)) : [];
  const [only, ...more] = lists;
  if (only !== undefined && more.length === 0) return only;
  throw new CliError(`${name} holds no list of rows`, { hint: "It must be a list, or an object with one list in it." });
}

/** "0.30", "1e3" and "007" stay what they are: a number is what JavaScript would write like that. */
const isNumberText = (text: string): boolean => text !== "" && String(Number(text)) === text;

/** Columns whose every cell is a number, or empty, become numbers; a text that looks like one keeps its column a text. */
function csvRows(text: string, name: string): readonly unknown[] {
  let cells: readonly Record<string, string>[];
  try {
    cells = parseCsv<Record<string, string>>(text, { columns: true, bom: true, skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new CliError(`${name} cannot be read as CSV: ${error.message}`, {
      hint: "Its first line names the columns; a text with a comma or a line break stands in double quotes.",
    });
  }
  const isMostlyNumbers = (column: string): boolean =>
    cells.every((row) => row[column] === "" || Number.isFinite(Number(row[column]))) &&
    cells.some((row) => isNumberText(row[column] ?? "")) &&
    !cells.some((row) => /^-?0\d/.test(row[column] ?? ""));
  const numeric = new Set(Object.keys(cells[0] ?? {}).filter(isMostlyNumbers));
  return cells.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([column, cell]) => [
        column,
        numeric.has(column) ? (cell === "" ? null : Number(cell)) : cell,
      ]),
    ),
  );
}

const readers: Readonly<Record<string, (text: string, name: string) => readonly unknown[]>> = {
  ".jsonl": jsonLineRows,
  ".ndjson": jsonLineRows,
  ".json": jsonList,
  ".csv": csvRows,
};

async function dataText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : messageOf(error);
    throw new CliError(`data: cannot read ${path} (${code})`, {
      hint: "A data file is looked for beside the service description.",
      cause: error,
    });
  }
}

/** The lines of a .jsonl file and its content hash. @throws CliError when it is missing, or a line is no JSON */
export async function readLinesFile(
  path: string,
): Promise<{ readonly lines: readonly JsonLine[]; readonly hash: string }> {
  const text = await dataText(path);
  return { lines: jsonLines(text, basename(path)), hash: contentHash(text) };
}

/** @throws CliError when the file is missing, of another kind, or is not what its name says */
export async function readRowsFile(path: string): Promise<DataRows> {
  const name = basename(path);
  const read = readers[extname(path).toLowerCase()];
  if (read === undefined) {
    throw new CliError(`data: ${name} is none of .jsonl, .json and .csv`, {
      hint: "Of anything else a function can make rows: data: () => […].",
    });
  }
  const text = await dataText(path);
  return { rows: read(text, name), hash: contentHash(text) };
}

/** @throws CliError when the function throws or makes no list */
export async function makeRows(make: () => unknown): Promise<DataRows> {
  let rows: unknown;
  try {
    rows = await make();
  } catch (error) {
    throw new CliError(`the data function throws: ${messageOf(error)}`, { cause: error });
  }
  if (!Array.isArray(rows)) throw new CliError("the data function gives no list of rows");
  return { rows, hash: contentHash(JSON.stringify(rows)) };
}
