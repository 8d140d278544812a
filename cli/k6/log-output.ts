// Where a run's log goes, and in which form: --log-output, --log-format and --console-output, or the K6_* variables of
// those names.

import { closeSync, openSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { CliError, exit } from "../../lib/core/exit.ts";
import { formatEntry, type LogEntry, type LogFormat, type LogLevel } from "../../runner/vu/log-entry.ts";

export interface LogChoice {
  readonly format: LogFormat;
  readonly output: "stderr" | "stdout" | "none" | { readonly file: string; readonly from: LogLevel };
  /** A file for what scripts write to their console, in the place of the log. */
  readonly consoleFile: string | undefined;
}

const levels: readonly LogLevel[] = ["debug", "info", "warning", "error"];

const wrong = (message: string, hint?: string): CliError =>
  new CliError(message, { code: exit.k6Usage, ...(hint !== undefined && { hint }) });

/** `file=run.log,level=warning` */
function outputOf(text: string): LogChoice["output"] {
  if (text === "" || text === "stderr") return "stderr";
  if (text === "stdout" || text === "none") return text;
  const [, file, level = "debug"] = /^file=([^,]+)(?:,level=(\w+))?$/.exec(text) ?? [];
  if (file === undefined) {
    if (!text.startsWith("loki")) throw wrong(`unsupported log output '${text}'`);
    throw wrong(
      "--log-output loki is not supported by the embedded runner",
      "Log to a file, or run the script with k6.",
    );
  }
  const from = levels.find((known) => known === level);
  if (from === undefined) throw wrong(`unknown log level '${level}' in --log-output ${text}`);
  return { file, from };
}

/** As in k6, an unknown format is text. @throws CliError (255) for an output that is not there */
export function logChoice(
  given: {
    readonly format: string | undefined;
    readonly output: string | undefined;
    readonly console: string | undefined;
  },
  env: Readonly<Record<string, string | undefined>>,
): LogChoice {
  const format = given.format ?? env.K6_LOG_FORMAT;
  return {
    format: format === "json" || format === "raw" ? format : "text",
    output: outputOf(given.output ?? env.K6_LOG_OUTPUT ?? ""),
    consoleFile: (given.console ?? env.K6_CONSOLE_OUTPUT) || undefined,
  };
}

/** Writes the entries of one run; files are opened when it is made, so that a wrong path ends the command at once. */
export class LogOutput {
  readonly #choice: LogChoice;
  readonly #lines: (line: string) => void;
  readonly #files: number[] = [];
  readonly #console: number | undefined;
  readonly #file: number | undefined;

  /** @param lines takes a line for stderr or stdout, whichever was chosen @throws CliError (255) */
  constructor(choice: LogChoice, cwd: string, lines: (line: string) => void) {
    this.#choice = choice;
    this.#lines = lines;
    this.#console = this.#open(choice.consoleFile, cwd);
    this.#file = this.#open(typeof choice.output === "object" ? choice.output.file : undefined, cwd);
  }

  readonly write = (entry: LogEntry): void => {
    const { format, output } = this.#choice;
    if (this.#console !== undefined && entry.fields?.source === "console") {
      const { source: _, ...fields } = entry.fields;
      writeSync(this.#console, `${formatEntry({ ...entry, fields }, format)}\n`);
    } else if (typeof output === "object") {
      if (this.#file === undefined || levels.indexOf(entry.level) < levels.indexOf(output.from)) return;
      writeSync(this.#file, `${formatEntry(entry, format)}\n`);
    } else if (output !== "none") this.#lines(formatEntry(entry, format));
  };

  close(): void {
    for (const file of this.#files) closeSync(file);
  }

  #open(path: string | undefined, cwd: string): number | undefined {
    if (path === undefined) return undefined;
    try {
      const file = openSync(resolve(cwd, path), "a");
      this.#files.push(file);
      return file;
    } catch (error) {
      throw wrong(`cannot log to ${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
