// All charts of the page and what they share: which endpoints are shown, which percentile, which part of the run.

import { type ChartData, type Percentile, percentileName, percentiles } from "../../model/chart-data.ts";
import { drawBehind, drawEmpty, drawLimits } from "./marks.ts";
import { clockText } from "./number-text.ts";
import { type Palette, readPalette } from "./palette.ts";
import { Plot, type PlotSpec } from "./plot.ts";

/** The smallest zoom, in steps. */
const LEAST_STEPS = 5;
/** A limit this many times above the data would flatten it to a line: it is left off the scale. */
const LIMIT_REACH = 5;

const nothing = (): void => undefined;

export class ChartBoard {
  #data: ChartData;
  #palette: Palette = readPalette();
  #percentile: Percentile = "p95";
  #zoom: { min: number; max: number } | undefined;
  readonly #hidden = new Set<number>();
  readonly #plots: readonly { plot: Plot; timed: boolean }[];

  constructor(data: ChartData) {
    this.#data = data;
    this.#choose(document.querySelector("#percentile input:checked"));
    this.#plots = this.#specs().flatMap((spec) => {
      const frame = document.getElementById(spec.id);
      return frame === null ? [] : [{ plot: new Plot(spec, frame, this.#palette), timed: spec.sync !== undefined }];
    });
    this.#listen();
  }

  /** New numbers of the same run. A page whose endpoints are others is loaded anew. */
  setData(data: ChartData): void {
    const names = (d: ChartData): string => [...d.endpoints, ...d.own].map((e) => e.name).join("\n");
    if (names(data) !== names(this.#data)) {
      location.reload();
      return;
    }
    this.#data = data;
    this.#refresh();
  }

  #refresh(): void {
    for (const { plot, timed } of this.#plots) plot.refresh(timed ? this.#zoom : undefined);
  }

  #specs(): PlotSpec[] {
    const everyEndpoint = this.#data.endpoints.map((_, i) => i);
    const names = this.#data.endpoints.map((e) => e.name);
    const behind = (named: boolean): PlotSpec["drawBehind"] =>
      drawBehind(
        () => this.#data,
        () => this.#palette,
        named,
      );
    const overTime = {
      sync: "time",
      stepped: false,
      seriesNames: names,
      colours: everyEndpoint.map((i) => i % 8),
      shown: (i: number) => !this.#hidden.has(i),
      xText: clockText,
      xTicks: undefined,
      leastTop: () => 0,
      drawBehind: behind(false),
      drawBefore: nothing,
      onZoom: (min: number, max: number) => this.#setZoom(min, max),
      showAll: () => this.#showAll(),
    };
    const limits = drawLimits(
      () => this.#limits(),
      () => this.#palette,
    );
    const empty = drawEmpty(
      () => `too few requests for a ${this.#percentile} over time`,
      () => this.#palette,
    );
    return [
      {
        ...overTime,
        id: "latency",
        height: 300,
        drawBehind: behind(true),
        columns: () => [[...this.#data.t], ...this.#data.endpoints.map((e) => [...e.latency[this.#percentile]])],
        unit: "ms",
        leastTop: () => this.#limitInReach(),
        drawBefore: (u) => {
          limits(u);
          empty(u);
        },
      },
      {
        ...overTime,
        id: "throughput",
        height: 220,
        columns: () => [[...this.#data.t], ...this.#data.endpoints.map((e) => [...e.rate])],
        unit: "/s",
      },
      {
        ...overTime,
        id: "failures",
        height: 170,
        columns: () => [[...this.#data.t], ...this.#data.endpoints.map((e) => [...e.failures])],
        unit: "/s",
        leastTop: () => 1,
      },
      {
        ...overTime,
        id: "users",
        height: 170,
        stepped: true,
        seriesNames: ["users"],
        colours: [0],
        shown: () => true,
        columns: () => [[...this.#data.t], [...this.#data.users]],
        unit: "",
      },
      ...this.#data.own.map(
        ({ name, unit }, i): PlotSpec => ({
          ...overTime,
          id: `own-${i}`,
          height: 170,
          seriesNames: [name],
          colours: [i % 8],
          shown: () => true,
          columns: () => [[...this.#data.t], [...(this.#data.own[i]?.values ?? [])]],
          unit,
        }),
      ),
      {
        ...overTime,
        id: "distribution",
        height: 320,
        sync: undefined,
        columns: () => [[...this.#data.distribution.x], ...this.#data.distribution.endpoints.map((e) => [...e.ms])],
        xText: percentileName,
        unit: "ms",
        xTicks: () => [0, 0.301, 1, 2, 3, 4, 5].filter((x) => x <= (this.#data.distribution.x.at(-1) ?? 0)),
        drawBehind: nothing,
        onZoom: nothing,
      },
    ];
  }

  #choose(radio: EventTarget | null): void {
    const value = radio instanceof HTMLInputElement ? radio.value : "";
    this.#percentile = percentiles.find((p) => p === value) ?? this.#percentile;
  }

  #limits(): ChartData["limits"] {
    const shown = new Set(this.#data.endpoints.filter((_, i) => !this.#hidden.has(i)).map((e) => e.name));
    return this.#data.limits.filter((l) => l.percentile === this.#percentile && shown.has(l.endpoint));
  }

  #limitInReach(): number {
    const most = this.#data.endpoints.reduce(
      (m, e, i) =>
        this.#hidden.has(i) ? m : e.latency[this.#percentile].reduce<number>((a, x) => Math.max(a, x ?? 0), m),
      0,
    );
    return Math.max(0, ...this.#limits().flatMap((l) => (l.ms <= most * LIMIT_REACH ? [l.ms] : [])));
  }

  #setZoom(min: number, max: number): void {
    const { t, stepSec } = this.#data;
    const end = t.at(-1) ?? 0;
    const least = LEAST_STEPS * stepSec;
    if (max - min < least) return;
    const zoom = { min: Math.max(0, min), max: Math.min(end, max) };
    if (zoom.max - zoom.min >= end) {
      this.#showAll();
      return;
    }
    this.#zoom = zoom;
    for (const { plot, timed } of this.#plots) if (timed) plot.zoomTo(zoom);
    this.#resetButton((button) => {
      button.hidden = false;
    });
  }

  #showAll(): void {
    this.#zoom = undefined;
    this.#refresh();
    this.#resetButton((button) => {
      button.hidden = true;
    });
  }

  #resetButton(change: (button: HTMLElement) => void): void {
    const button = document.getElementById("reset-zoom");
    if (button !== null) change(button);
  }

  #recolour(): void {
    this.#palette = readPalette();
    for (const { plot, timed } of this.#plots) plot.recolour(this.#palette, timed ? this.#zoom : undefined);
  }

  #listen(): void {
    document.getElementById("endpoint-toggles")?.addEventListener("change", (event) => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement)) return;
      if (box.checked) this.#hidden.delete(Number(box.value));
      else this.#hidden.add(Number(box.value));
      this.#refresh();
    });
    document.getElementById("percentile")?.addEventListener("change", (event) => {
      this.#choose(event.target);
      this.#refresh();
    });
    this.#resetButton((button) => button.addEventListener("click", () => this.#showAll()));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#recolour());
    // Paper is light, whatever the screen is: the print styles have changed the colours by now.
    matchMedia("print").addEventListener("change", () => this.#recolour());
  }
}
