// Where a place in generated code comes from, by its source map: the one way the loader names files and lines.

import { fileURLToPath } from "node:url";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/** A place in a source file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** "src/client.ts:12:7" */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}

/** Looks up places in one generated file. */
export class Locator {
  readonly #map: TraceMap;

  /** @param map source map as JSON @param directoryUrl what its relative sources are relative to, ending in "/" */
  constructor(map: string, directoryUrl: string) {
    this.#map = new TraceMap(map, directoryUrl);
  }

  /** @param line counts from 1 @param column counts from 0 */
  place(line: number, column: number): Place | undefined {
    const found = originalPositionFor(this.#map, { line, column });
    if (found.source === null) return undefined;
    const file = found.source.startsWith("file:") ? fileURLToPath(found.source) : found.source;
    return { file, line: found.line, column: found.column + 1 };
  }
}
