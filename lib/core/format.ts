// Numbers as people read them. "n/a" stands for what was not measured: never a zero.

export const NOT_MEASURED = "n/a";

/** Milliseconds with three significant digits: 0.42, 4.21, 42.1, 421, 4 210. */
export const formatMs = (value: number | null | undefined): string => {
  if (value === null || value === undefined) return NOT_MEASURED;
  if (value < 1) return value.toFixed(2);
  if (value < 10) return value.toFixed(2);
  if (value < 100) return value.toFixed(1);
  return formatCount(Math.round(value));
};

/** A whole number with thin groups of three: 12 345. */
export const formatCount = (value: number | null | undefined): string =>
  value === null || value === undefined ? NOT_MEASURED : String(value).replace(/\B(?=(\d{3})+(?!\d))/g, " ");

/** A count with its noun: 1 user, 1 200 users. For nouns whose plural ends in s. */
export const plural = (count: number, noun: string): string => `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;

/** A rate with one decimal below 100. */
export const formatRate = (value: number | null | undefined): string => {
  if (value === null || value === undefined) return NOT_MEASURED;
  return value < 100 ? value.toFixed(1) : formatCount(Math.round(value));
};

/** A fraction as a percentage; small but non-zero shares keep a digit: 0 %, 0.02 %, 1.5 %, 12 %. */
export const formatPercent = (fraction: number | null | undefined): string => {
  if (fraction === null || fraction === undefined) return NOT_MEASURED;
  const percent = fraction * 100;
  const size = Math.abs(percent);
  if (size === 0) return "0 %";
  if (size < 0.01) return "<0.01 %";
  return `${percent.toFixed(size < 1 ? 2 : size < 10 ? 1 : 0)} %`;
};

/** A duration: 850 ms, 12 s, 1 min 30 s, 2 h 05 min. */
export const formatDuration = (durationMs: number): string => {
  if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
};
