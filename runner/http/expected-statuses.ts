// Which response statuses count as success: the value `http.expectedStatuses` gives and `responseCallback` takes.

import { isRecord } from "../../lib/core/json.ts";

export class ExpectedStatuses {
  readonly #exact: ReadonlySet<number>;
  readonly #ranges: readonly (readonly [number, number])[];

  constructor(exact: readonly number[], ranges: readonly (readonly [number, number])[]) {
    this.#exact = new Set(exact);
    this.#ranges = ranges;
  }

  has(status: number): boolean {
    return this.#exact.has(status) || this.#ranges.some(([min, max]) => status >= min && status <= max);
  }
}

/** 200-399, k6's default. */
export const successStatuses = new ExpectedStatuses([], [[200, 399]]);

/** Statuses and `{min, max}` ranges. @throws Error with k6's text when an argument is neither */
export function expectedStatuses(args: readonly unknown[]): ExpectedStatuses {
  if (args.length === 0) throw new Error("no arguments");
  const exact: number[] = [];
  const ranges: [number, number][] = [];
  args.forEach((arg, i) => {
    if (Number.isInteger(arg)) exact.push(Number(arg));
    else if (isRecord(arg) && Number.isInteger(arg.min) && Number.isInteger(arg.max))
      ranges.push([Number(arg.min), Number(arg.max)]);
    else
      throw new Error(
        `argument number ${i + 1} to expectedStatuses was neither an integer nor an object like {min:100, max:329}`,
      );
  });
  return new ExpectedStatuses(exact, ranges);
}
