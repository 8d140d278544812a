// Checks on parsed JSON, so that unknown input becomes a typed value by looking and never by assertion.

/** Whether `x` is an object with string keys (arrays are not). */
export const isRecord = (x: unknown): x is Record<string, unknown> =>
  typeof x === "object" && x !== null && !Array.isArray(x);

/** What a text says as JSON; undefined when it is none. */
export const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** JSON with keys sorted at every level, so that equal values give equal text and diffs stay small. */
export const stableJson = (value: unknown): string =>
  `${JSON.stringify(
    value,
    (_key, v: unknown) =>
      isRecord(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v,
    2,
  )}\n`;
