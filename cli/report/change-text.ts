// How a change, its interval and its verdict are put into words.

import { NOT_MEASURED } from "../../lib/core/format.ts";
import type { ChangeRow } from "./model.ts";

/** A signed percentage: +4.2 %, −12 %, 0 %. */
export function changeText(change: number | null): string {
  if (change === null) return NOT_MEASURED;
  const percent = change * 100;
  const size = Math.abs(percent);
  if (size < 0.05) return "0 %";
  return `${percent < 0 ? "−" : "+"}${size.toFixed(size < 10 ? 1 : 0)} %`;
}

/** "−1.2 % to +4.2 %"; an open end says so. */
export const intervalText = ({ low, high, change }: Pick<ChangeRow, "low" | "high" | "change">): string =>
  change === null || (low === null && high === null)
    ? NOT_MEASURED
    : `${low === null ? "open" : changeText(low)} to ${high === null ? "open" : changeText(high)}`;

const words: Readonly<Record<ChangeRow["verdict"], string>> = {
  regressed: "regressed",
  improved: "improved",
  "no-change": "no change",
  inconclusive: "inconclusive",
  invalid: "invalid",
  unsupported: "too few requests",
  info: "not gated",
};

export const verdictWord = (verdict: ChangeRow["verdict"]): string => words[verdict];
