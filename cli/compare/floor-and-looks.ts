// What a user may ask of a comparison instead of its defaults: the smallest change that matters (--floor), the numbers
// of pairs at which it may end (--looks), and how long instances are asked at rest (--rest). Both are fixed before the first run, or they would be chosen by the result.

import type { CompareOptions } from "../../lib/core/compare/result.ts";
import { parseDuration } from "../../lib/core/duration.ts";
import { CliError } from "../../lib/core/exit.ts";
import { LEVEL, type Preset } from "./preset.ts";

/** What a comparison was asked to allow and to overlook. */
export type Asked = Pick<CompareOptions, "allowed" | "floor">;

/** Fewer pairs cannot show anything, not even one metric alone; for more the exact tests are not made. */
const PAIRS = { least: 6, most: 40 } as const;
const MOST_LOOKS = 5;
const MOST_REST_MS = 60_000;

/** A percentage, `10` or `10%`, as a fraction. @throws CliError */
export function parseFloor(text: string): number {
  const percent = Number(/^(\d+(?:\.\d+)?)\s*%?$/.exec(text.trim())?.[1]);
  if (percent >= 0.1 && percent <= 100) return percent / 100;
  throw new CliError(`--floor ${text}: must be a percentage from 0.1 to 100, such as 10%`);
}

/** `10,15,20`. @throws CliError */
export function parseLooks(text: string): readonly number[] {
  const looks = text.split(",").map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN));
  const fits = looks.every((pairs, i) => pairs >= PAIRS.least && pairs <= PAIRS.most && pairs > (looks[i - 1] ?? 0));
  if (fits && looks.length <= MOST_LOOKS) return looks;
  throw new CliError(
    `--looks ${text}: must be up to ${MOST_LOOKS} rising numbers of pairs from ${PAIRS.least} to ${PAIRS.most}`,
    { hint: "For example --looks 12, or --looks 10,20,30 to end early when the matter is clear." },
  );
}

/**
 * The preset with other looks. The level is divided by their number (Bonferroni 1936), which holds wherever they lie; the
 * presets' own, larger one holds only for theirs.
 */
export const withLooks = (preset: Preset, looks: readonly number[]): Preset => ({
  ...preset,
  looks,
  alpha: LEVEL / looks.length,
});

/** `5s` a pair of instances, or `0` for none, in place of the preset's. @throws CliError */
export const withRest = (preset: Preset, text: string | undefined): Preset => {
  if (text === undefined || text === "") return preset;
  const ms = text === "0" ? 0 : parseDuration(text);
  if (ms !== undefined && ms >= 0 && ms <= MOST_REST_MS) return { ...preset, rest: { ...preset.rest, ms } };
  throw new CliError(`--rest ${text}: must be a time of at most 60s for each pair of instances, or 0 for none`);
};
