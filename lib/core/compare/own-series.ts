// A script's own trends, counters and gauges as series: gated when somebody demands something of the metric, information
// otherwise.

import type { Demand } from "../metrics/named-metrics.ts";
import type { OwnFigure } from "../metrics/own-figures.ts";
import { samplesNeeded } from "../quantile.ts";
import type { RunStatistics } from "./run-statistics.ts";
import { describe, type Series, type Sides } from "./series.ts";

/** The figure that stands for a metric of which one is demanded that has no row, such as p(90) or max. */
const standsFor = (figures: readonly OwnFigure[]): string | undefined =>
  (figures.find(({ quantile }) => quantile === 0.95) ?? figures[0])?.key;

/** Keys of figures that somebody demands something of, with the direction that is better. */
function demanded(
  figures: readonly OwnFigure[],
  demands: readonly Demand[],
): ReadonlyMap<string, Demand["betterWhen"]> {
  return new Map(
    demands.flatMap(({ metric, key, betterWhen }): [string, Demand["betterWhen"]][] => {
      const own = figures.filter((figure) => figure.metric === metric);
      const at = own.some((figure) => figure.key === key) ? key : standsFor(own);
      return at === undefined ? [] : [[at, betterWhen]];
    }),
  );
}

const UNKNOWN_DIRECTION = "nothing says whether more is better; counted as if it were";
const NO_RATIO = "a change in percent needs values above zero";

export function ownSeries({ a, b }: Sides): readonly Series[] {
  const every = [...a, ...b];
  const figures = [...new Map(every.flatMap((run) => run.own.map(({ figure }) => [figure.key, figure]))).values()];
  const gates = demanded(
    figures,
    every.flatMap((run) => run.demands),
  );
  return figures.map((figure) => {
    const ownIn = (run: RunStatistics) => run.own.find((own) => own.figure.key === figure.key);
    const values = every.flatMap((run) => ownIn(run) ?? []);
    const few = figure.quantile !== null && values.some(({ n }) => n < samplesNeeded(figure.quantile ?? 0));
    const noRatio = values.some(({ value }) => value !== null && value <= 0);
    const direction = gates.get(figure.key);
    return {
      id: figure.key,
      endpoint: "all",
      ...describe(figure),
      betterWhen: direction ?? figure.betterWhen,
      gated: direction !== undefined,
      supported: !few && !noRatio,
      ...(few || !noRatio ? {} : { why: NO_RATIO }),
      a: a.map((run) => ownIn(run)?.value ?? null),
      b: b.map((run) => ownIn(run)?.value ?? null),
      notes: direction === undefined && figure.betterWhen === "higher" ? [UNKNOWN_DIRECTION] : [],
    };
  });
}
