// The charts without a mouse: arrows walk over the values, plus and minus zoom about the cursor, Escape leaves.

import type uPlot from "uplot";

const ZOOM = 0.6;
const PAGE = 20;

const stepOf: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -PAGE, PageDown: PAGE };

/** Listens on the chart's frame; `said` gets the index the cursor came to, `showAll` undoes every zoom. */
export function keyboard(
  frame: HTMLElement,
  chart: () => uPlot,
  actions: { said(index: number): void; zoom(min: number, max: number): void; showAll(): void },
): void {
  frame.addEventListener("keydown", (event) => {
    const u = chart();
    const xs = u.data[0];
    const { min = 0, max = 0 } = u.scales.x ?? {};
    const here = u.cursor.idx ?? u.valToIdx(min ?? 0);
    const goTo = (index: number): void => {
      const kept = Math.min(xs.length - 1, Math.max(0, index));
      const left = u.valToPos(xs[kept] ?? 0, "x");
      if (left < 0 || left > u.over.clientWidth) return;
      u.setCursor({ left, top: 8 });
      actions.said(kept);
    };
    const zoomBy = (factor: number): void => {
      const middle = xs[here] ?? ((min ?? 0) + (max ?? 0)) / 2;
      actions.zoom(middle - (middle - (min ?? 0)) * factor, middle + ((max ?? 0) - middle) * factor);
    };
    const step = stepOf[event.key];
    if (step !== undefined) goTo(u.cursor.idx === null || u.cursor.idx === undefined ? here : here + step);
    else if (event.key === "Home") goTo(u.valToIdx(min ?? 0));
    else if (event.key === "End") goTo(u.valToIdx(max ?? 0));
    else if (event.key === "+" || event.key === "=") zoomBy(ZOOM);
    else if (event.key === "-") zoomBy(1 / ZOOM);
    else if (event.key === "0") actions.showAll();
    else if (event.key === "Escape") u.setCursor({ left: -10, top: -10 });
    else return;
    event.preventDefault();
  });
}
