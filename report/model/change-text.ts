// How a change, its interval and its verdict are put into words.

import { verdictWords } from "../../lib/core/compare/wording.ts";
import { NOT_MEASURED } from "../../lib/core/format.ts";
import type { ChangeRow } from "./model.ts";

type Unit = ChangeRow["unit"];

/** A signed change: +4.2 %, −12 %, 0 %; a difference of fractions in points: +0.3 pp. */
export function changeText(change: number | null, unit: Unit = "relative"): string {
  if (change === null) return NOT_MEASURED;
  const percent = change * 100;
  const size = Math.abs(percent);
  const sign = percent < 0 ? "−" : "+";
  if (unit === "points") return size < 0.005 ? "0 pp" : `${sign}${size.toFixed(size < 1 ? 2 : 1)} pp`;
  return size < 0.05 ? "0 %" : `${sign}${size.toFixed(size < 10 ? 1 : 0)} %`;
}

/** "−1.2 % to +4.2 %"; an open end says so. */
export const intervalText = ({
  low,
  high,
  change,
  unit,
}: Pick<ChangeRow, "low" | "high" | "change" | "unit">): string =>
  change === null || (low === null && high === null)
    ? NOT_MEASURED
    : `${low === null ? "open" : changeText(low, unit)} to ${high === null ? "open" : changeText(high, unit)}`;

/** A row that is information has its word in brackets: it does not count. */
export const verdictWord = ({ verdict, gated }: Pick<ChangeRow, "verdict" | "gated">): string =>
  gated ? verdictWords(verdict) : `(${verdictWords(verdict)})`;
