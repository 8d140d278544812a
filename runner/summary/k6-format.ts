// Numbers as k6's end-of-test summary prints them: 1.23s, 805.54µs, 3.4 kB, 77.77%. Digits are cut, not rounded.

import type { TimeUnit } from "../options/run-options.ts";

const cut = (value: number, digits: number): string => {
  const scale = 10 ** digits;
  // The epsilon undoes binary noise such as 1.15 * 100 = 114.99999999999999.
  return String(Math.trunc(value * scale + Math.sign(value) * 1e-9) / scale);
};

const FIXED: Readonly<Record<string, readonly [number, string]>> = {
  s: [0.001, "s"],
  ms: [1, "ms"],
  us: [1000, "µs"],
};

/** A duration in ms; a fixed unit shows two decimals. */
export function formatTime(durationMs: number, unit: TimeUnit): string {
  const fixed = FIXED[unit];
  if (fixed !== undefined) return `${(durationMs * fixed[0]).toFixed(2)}${fixed[1]}`;
  if (durationMs === 0) return "0s";
  if (durationMs < 0.001) return `${Math.trunc(durationMs * 1e6)}ns`;
  if (durationMs < 1) return `${cut(durationMs * 1000, 2)}µs`;
  if (durationMs < 1000) return `${cut(durationMs, 2)}ms`;
  if (durationMs < 60_000) return `${cut(durationMs / 1000, 2)}s`;
  const minutes = Math.trunc(durationMs / 60_000);
  const seconds = `${cut((durationMs % 60_000) / 1000, 0)}s`;
  return minutes < 60 ? `${minutes}m${seconds}` : `${Math.trunc(minutes / 60)}h${minutes % 60}m${seconds}`;
}

/** Bytes with decimal prefixes. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  if (bytes < 10) return `${Math.trunc(bytes)} B`;
  const power = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = Math.floor((bytes / 1000 ** power) * 10 + 0.5) / 10;
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[power]}`;
}

/** A plain number with up to six decimals. */
export const formatNumber = (value: number): string => cut(value, 6);

export const formatShare = (fraction: number): string => `${(Math.trunc(fraction * 10_000 + 1e-9) / 100).toFixed(2)}%`;
