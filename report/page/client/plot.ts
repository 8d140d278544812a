// One chart: a uPlot in its frame, with axes, marks, read-out and keyboard. It is told what to show and when.

import uPlot from "uplot";
import { keyboard } from "./keyboard.ts";
import { valueText } from "./number-text.ts";
import type { Palette } from "./palette.ts";
import { type Reading, readingText, tooltip } from "./tooltip.ts";

export interface PlotSpec {
  readonly id: string;
  readonly height: number;
  /** Joins cursor and zoom of all charts with the same key. */
  readonly sync: string | undefined;
  readonly stepped: boolean;
  readonly seriesNames: readonly string[];
  /** Index into the palette of each series. */
  readonly colours: readonly number[];
  columns(): uPlot.AlignedData;
  /** Whether series `i` is shown. */
  shown(i: number): boolean;
  xText(x: number): string;
  /** Unit of the values in the read-out; the chart's title carries it for the axis. */
  readonly unit: string;
  /** Where x ticks stand; undefined lets the chart choose. */
  readonly xTicks: ((min: number, max: number) => number[]) | undefined;
  /** The least that the top of the y axis must reach. */
  leastTop(): number;
  readonly drawBehind: (u: uPlot) => void;
  readonly drawBefore: (u: uPlot) => void;
  onZoom(min: number, max: number): void;
  showAll(): void;
}

/** Draws the spec into the element with its id and keeps it as wide as the page. */
export class Plot {
  readonly #spec: PlotSpec;
  readonly #frame: HTMLElement;
  #u: uPlot;

  constructor(spec: PlotSpec, frame: HTMLElement, palette: Palette) {
    this.#spec = spec;
    this.#frame = frame;
    this.#u = this.#create(palette);
    new ResizeObserver(() => this.#fit()).observe(frame);
    keyboard(frame, () => this.#u, {
      said: (index) => this.#say(index),
      zoom: (min, max) => spec.onZoom(min, max),
      showAll: () => spec.showAll(),
    });
    this.#u.over.addEventListener("dblclick", () => spec.showAll());
  }

  /** Takes the columns anew; the zoom stays unless `zoom` says otherwise. */
  refresh(zoom: { min: number; max: number } | undefined): void {
    this.#spec.colours.forEach((_, i) => {
      const show = this.#spec.shown(i);
      if (this.#u.series[i + 1]?.show !== show) this.#u.setSeries(i + 1, { show }, false);
    });
    this.#u.setData(this.#spec.columns(), zoom === undefined);
    if (zoom !== undefined) this.#u.setScale("x", zoom);
  }

  zoomTo(zoom: { min: number; max: number }): void {
    this.#u.setScale("x", zoom);
  }

  /** Draws with other colours. */
  recolour(palette: Palette, zoom: { min: number; max: number } | undefined): void {
    this.#u.destroy();
    this.#u = this.#create(palette);
    this.#u.over.addEventListener("dblclick", () => this.#spec.showAll());
    this.refresh(zoom);
  }

  #fit(): void {
    const width = this.#frame.clientWidth;
    if (width > 0 && width !== this.#u.width) this.#u.setSize({ width, height: this.#spec.height });
  }

  #say(index: number): void {
    const element = document.getElementById(`${this.#spec.id}-read`);
    if (element !== null) element.textContent = readingText(this.#read(index));
  }

  #read(index: number): Reading {
    const [xs, ...ys] = this.#spec.columns();
    return {
      title: this.#spec.xText(xs[index] ?? 0),
      lines: ys.flatMap((column, i) =>
        this.#spec.shown(i)
          ? [
              {
                name: this.#spec.seriesNames[i] ?? "",
                value: valueText(column[index], this.#spec.unit),
                className: `c${this.#spec.colours[i] ?? 0}`,
              },
            ]
          : [],
      ),
    };
  }

  #create(palette: Palette): uPlot {
    const spec = this.#spec;
    const axis: uPlot.Axis = {
      stroke: palette.text,
      font: "11px system-ui, sans-serif",
      grid: { stroke: palette.grid, width: 1 },
      ticks: { show: false },
    };
    return new uPlot(
      {
        width: Math.max(200, this.#frame.clientWidth),
        height: spec.height,
        padding: [8, 20, 0, 0],
        legend: { show: false },
        cursor: {
          drag: { x: true, y: false, setScale: false },
          points: { size: 7 },
          ...(spec.sync === undefined ? {} : { sync: { key: spec.sync, setSeries: false } }),
        },
        scales: {
          x: { time: false },
          y: { range: (_u, _min, max) => [0, Math.max(max ?? 0, spec.leastTop(), 1e-6) * 1.08] },
        },
        axes: [
          {
            ...axis,
            size: 30,
            grid: { show: false },
            values: (_u, splits) => splits.map((x) => spec.xText(x)),
            ...(spec.xTicks === undefined
              ? { space: 70 }
              : { splits: (_u, _i, min, max) => spec.xTicks?.(min, max) ?? [] }),
          },
          { ...axis, size: 48, values: (_u, splits) => splits.map((y) => valueText(y, "")) },
        ],
        series: [
          {},
          ...spec.colours.map(
            (colour, i): uPlot.Series => ({
              show: spec.shown(i),
              stroke: palette.series[colour] ?? palette.text,
              width: 1.5,
              spanGaps: false,
              points: { show: false },
              ...(spec.stepped && uPlot.paths.stepped !== undefined
                ? { paths: uPlot.paths.stepped({ align: 1 }) }
                : {}),
            }),
          ),
        ],
        hooks: {
          drawClear: [spec.drawBehind],
          draw: [spec.drawBefore],
          setSelect: [(u) => this.#selected(u)],
        },
        plugins: [tooltip((index) => this.#read(index))],
      },
      spec.columns(),
      this.#frame,
    );
  }

  #selected(u: uPlot): void {
    const { left, width } = u.select;
    if (width < 4) return;
    this.#spec.onZoom(u.posToVal(left, "x"), u.posToVal(left + width, "x"));
    u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }
}
