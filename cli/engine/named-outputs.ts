// K6_OUT: where an engine sends every sample of a run, beside what the recording is made of. k6 takes any output of its
// own, the embedded runner its files, `json` and `csv`.

import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { CliError } from "../../lib/core/exit.ts";
import type { World } from "../../lib/core/world.ts";
import type { OutputChoice } from "../../runner/outputs/sample-outputs.ts";

type Given = Pick<World, "env" | "cwd">;

export interface NamedOutput {
  /** `csv`, `experimental-prometheus-rw`, … */
  readonly type: string;
  /** What stands behind its "="; of a file its absolute path. */
  readonly argument: string | undefined;
  readonly file: boolean;
}

const FILES: readonly string[] = ["json", "csv"];

function outputOf(text: string, cwd: string): NamedOutput {
  const [, type = "", argument] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  if (type === "web-dashboard") {
    throw new CliError("K6_OUT=web-dashboard: it would listen on every interface", {
      hint: "DASHBOARD=1 serves a live page on 127.0.0.1.",
    });
  }
  if (!FILES.includes(type)) return { type, argument, file: false };
  if (argument === undefined || argument === "" || argument === "-") {
    throw new CliError(`K6_OUT=${text}: standard output is the report's`, {
      hint: `Name a file: K6_OUT=${type}=samples.${type}`,
    });
  }
  return { type, argument: resolve(cwd, argument), file: true };
}

/** The outputs that K6_OUT names, with commas between them as in k6. @throws CliError for one that cannot be had here */
export const namedOutputs = ({ env, cwd }: Given): readonly NamedOutput[] =>
  (env.K6_OUT ?? "")
    .split(",")
    .map((text) => text.trim())
    .filter((text) => text !== "")
    .map((text) => outputOf(text, cwd));

/** As k6's flags. */
export const outputFlags = (given: Given): readonly string[] =>
  namedOutputs(given).map(({ type, argument }) => `--out=${type}${argument === undefined ? "" : `=${argument}`}`);

/** For the embedded runner. @throws CliError for what it does not have */
export const outputFiles = (given: Given): readonly OutputChoice[] =>
  namedOutputs(given).map(({ type, argument }) => {
    if (type === "csv") return { kind: "csv", path: argument, time: "unix_micro" };
    if (type === "json") return { kind: "json", path: argument };
    throw new CliError(`K6_OUT=${type}: the embedded runner has only json and csv`, {
      hint: "Run with k6 (ENGINE=k6), which has outputs of many kinds.",
    });
  });

/** Before any load. @throws CliError for a folder that is not there, and when the processes of a fleet would write one file */
export function checkOutputs(given: Given, engine: "k6" | "runner", isFleet: boolean): void {
  if (engine === "runner") outputFiles(given);
  if (isFleet) refuseFiles(given, "the processes of a fleet would all write", "Leave FLEET unset");
  for (const { type, argument = "", file } of namedOutputs(given)) {
    if (!file || existsSync(dirname(argument))) continue;
    throw new CliError(`K6_OUT=${type}=${argument}: there is no folder ${dirname(argument)}`, {
      hint: "Make it, or name another file.",
    });
  }
}

/** @throws CliError when a file is named and several would write it at once, as `who` and `instead` say */
export function refuseFiles(given: Given, who: string, instead: string): void {
  const file = namedOutputs(given).find((o) => o.file);
  if (file === undefined) return;
  throw new CliError(`K6_OUT=${file.type}: ${who} the same file`, {
    hint: `${instead}, or name an output that takes samples from many.`,
  });
}

/** Whether k6's last error is about an output that it does not have or cannot open. */
export const isAboutOutput = (given: Given, k6Error: string): boolean =>
  namedOutputs(given).length > 0 && /^(invalid output type|could not create the '[^']*' output)/.test(k6Error);
