// The history file: one JSON line a run, appended in one write, so that a run that dies leaves no half of a line in
// the middle of the file.

import { mkdir, open, readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { CliError } from "../../lib/core/exit.ts";
import { type HistoryEntry, parseHistoryLine } from "../../lib/core/history/entry.ts";
import { typed } from "../model/command-text.ts";

/** Appends a line. A file whose last line was cut short gets its line end first. @throws CliError */
export async function appendHistory(path: string, entry: HistoryEntry): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, "a+");
    try {
      const { size } = await file.stat();
      const last = size === 0 ? "\n" : (await file.read(Buffer.alloc(1), 0, 1, size - 1)).buffer.toString();
      // One write of a few kilobytes in append mode is one line, also when two runs end together.
      await file.write(`${last === "\n" ? "" : "\n"}${JSON.stringify(entry)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new CliError(`cannot append to ${path}`, { hint: `Check that it can be written.`, cause: error });
  }
}

/** Every readable line, and where and why the others are not. @throws CliError when there is no such file */
export async function readHistory(
  path: string,
): Promise<{ readonly entries: readonly HistoryEntry[]; readonly faults: readonly string[] }> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new CliError(`cannot read ${path}`, {
      hint: `It is made by ${typed("report", "LABEL", "--append-history", path)}, which adds a line for the newest run of a label.`,
      cause: error,
    });
  }
  const entries: HistoryEntry[] = [];
  const faults: string[] = [];
  for (const [i, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const got = parseHistoryLine(line);
    if (typeof got === "string") faults.push(`${path}:${i + 1} ${got}`);
    else entries.push(got);
  }
  return { entries, faults };
}
