// Durations as k6 writes them: "1m30s", "500ms", "1d2h"; a bare number is milliseconds.

import { type Millis, ms } from "../../lib/core/units.ts";

const UNIT_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h|d)/gy;

/** Milliseconds, or undefined when `value` is not a duration. */
export function parseDuration(value: unknown): Millis | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? ms(value) : undefined;
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) return ms(Number(text));
  const sign = text.startsWith("-") ? -1 : 1;
  const body = text.replace(/^[+-]/, "");
  let end = 0;
  let total = 0;
  for (const part of body.matchAll(PART)) {
    total += Number(part[1]) * (UNIT_MS[part[2] ?? ""] ?? Number.NaN);
    end = part.index + part[0].length;
  }
  return end > 0 && end === body.length ? ms(sign * total) : undefined;
}

/** As k6 prints them in options: 90000 → "1m30s", 1500 → "1.5s", 500 → "500ms". */
export function formatK6Duration(duration: Millis): string {
  if (duration === 0) return "0s";
  if (duration < 1000) return `${duration}ms`;
  const hours = Math.floor(duration / 3_600_000);
  const minutes = Math.floor((duration % 3_600_000) / 60_000);
  const seconds = `${Number(((duration % 60_000) / 1000).toFixed(9))}s`;
  if (hours > 0) return `${hours}h${minutes}m${seconds}`;
  return minutes > 0 ? `${minutes}m${seconds}` : seconds;
}
