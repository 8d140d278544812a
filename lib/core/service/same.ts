// When two answers about one row are the same, unless the description knows better.

import { isRecord } from "../json.ts";

/** Numbers of one answer may differ this much between versions: blocked and naive products round differently. */
export const TOLERANCE = 1e-4;

/** Of numbers above 1 a share, since a float32 has seven digits wherever its point is. */
const near = (a: number, b: number, tolerance: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));

/** Alike in every part: lists in order, objects by name, numbers within `tolerance`. */
export function alike(a: unknown, b: unknown, tolerance: number = TOLERANCE): boolean {
  if (typeof a === "number" && typeof b === "number") return near(a, b, tolerance);
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((x, i) => alike(x, b[i], tolerance));
  }
  if (isRecord(a) && isRecord(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length &&
      names.every((name) => Object.hasOwn(b, name) && alike(a[name], b[name], tolerance))
    );
  }
  return a === b;
}
