// What `--out` asks for: files of samples in k6's formats. Every other output of k6 is refused by its name.

import { CliError, exit } from "../../lib/core/exit.ts";
import { csvTimes, isCsvTime } from "../../runner/outputs/csv-lines.ts";
import type { OutputChoice } from "../../runner/outputs/sample-outputs.ts";

type Env = Readonly<Record<string, string | undefined>>;

const wrong = (message: string, hint?: string): CliError =>
  new CliError(message, { code: exit.k6Usage, ...(hint !== undefined && { hint }) });

/** `json=path`, `csv=path`; `-`, and `json` alone, are standard output, as in k6. */
function outputOf(text: string, env: Env): OutputChoice {
  const [, kind = "", given = ""] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  if (kind !== "json" && kind !== "csv") {
    throw wrong(
      `--out ${kind} is not supported by the embedded runner`,
      "It has json and csv. Run the script with k6.",
    );
  }
  const name = given !== "" ? given : kind === "csv" ? env.K6_CSV_FILENAME || "file.csv" : "-";
  const path = name === "-" ? undefined : name;
  if (kind === "json") return { kind, path };
  const time = env.K6_CSV_TIME_FORMAT || "unix";
  if (!isCsvTime(time)) throw wrong(`K6_CSV_TIME_FORMAT must be one of ${csvTimes.join(", ")}, not '${time}'`);
  return { kind, path, time };
}

/** @throws CliError (255) for an output that is not there */
export function outputChoices(flags: readonly string[] | undefined, env: Env): readonly OutputChoice[] {
  const given = flags ?? (env.K6_OUT ? [env.K6_OUT] : []);
  return given.map((text) => outputOf(text, env));
}
