// Which of a script's own metrics somebody demands something of, and in which direction: those a comparison gates on.

import type { Criterion } from "../recording.ts";
import { metricOfKey } from "./own-figures.ts";

export interface Demand {
  readonly metric: string;
  /** The figure's key, when it is one of ours: a threshold may demand p(90). */
  readonly key: string;
  readonly betterWhen: "lower" | "higher";
}

/** A k6 threshold names its metric before tags and statistic: `checkout{scenario:a}: p(95)<300`. */
const metricIn = ({ metric, text }: Criterion): string | undefined =>
  text === null ? metricOfKey(metric) : /^\s*([A-Za-z_]\w*)\s*[{:]/.exec(text)?.[1];

const directionOf: Readonly<Record<Criterion["bound"], Demand["betterWhen"]>> = {
  below: "lower",
  "at-most": "lower",
  equal: "lower",
  "not-equal": "higher",
  "at-least": "higher",
  above: "higher",
};

export const demandsIn = (criteria: readonly Criterion[]): readonly Demand[] =>
  criteria.flatMap((criterion) => {
    const metric = metricIn(criterion);
    return metric === undefined ? [] : [{ metric, key: criterion.metric, betterWhen: directionOf[criterion.bound] }];
  });
