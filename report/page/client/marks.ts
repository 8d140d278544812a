// What stands behind and before the lines: the shaded warm-up, the starts of stages, the objectives.

import type uPlot from "uplot";
import type { ChartData, LimitLine } from "../../model/chart-data.ts";
import type { Palette } from "./palette.ts";

const font = (): string => `${11 * devicePixelRatio}px system-ui, sans-serif`;

/** Shades what is never judged and marks where stages begin; their names need a chart with room for them. */
export const drawBehind =
  (data: () => ChartData, palette: () => Palette, named: boolean) =>
  (u: uPlot): void => {
    const { ctx, bbox } = u;
    const { warmupSec, stages } = data();
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    ctx.font = font();
    if (warmupSec > 0) {
      const from = u.valToPos(0, "x", true);
      const to = u.valToPos(warmupSec, "x", true);
      ctx.fillStyle = palette().shade;
      ctx.fillRect(from, bbox.top, to - from, bbox.height);
      if (named && to - from > 60 * devicePixelRatio) label(ctx, "warm-up", from, bbox.top, palette().text);
    }
    for (const stage of stages) {
      const x = u.valToPos(stage.fromSec, "x", true);
      ctx.fillStyle = palette().grid;
      ctx.fillRect(x, bbox.top, devicePixelRatio, bbox.height);
      if (named) label(ctx, stage.name, x, bbox.top, palette().text);
    }
    ctx.restore();
  };

const label = (ctx: CanvasRenderingContext2D, text: string, x: number, y: number, colour: string): void => {
  ctx.fillStyle = colour;
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  ctx.fillText(text, x + 6 * devicePixelRatio, y + 4 * devicePixelRatio);
};

/** Objectives that apply to what is shown, once per value. */
export const drawLimits =
  (limits: () => readonly LimitLine[], palette: () => Palette) =>
  (u: uPlot): void => {
    const { ctx, bbox } = u;
    const high = u.scales.y?.max ?? 0;
    for (const ms of new Set(limits().map((limit) => limit.ms))) {
      if (ms > high) continue;
      const y = u.valToPos(ms, "y", true);
      ctx.save();
      ctx.strokeStyle = palette().limit;
      ctx.fillStyle = palette().limit;
      ctx.lineWidth = 1.5 * devicePixelRatio;
      ctx.setLineDash([6 * devicePixelRatio, 4 * devicePixelRatio]);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
      ctx.font = font();
      ctx.textAlign = "right";
      ctx.textBaseline = "bottom";
      ctx.setLineDash([]);
      ctx.lineWidth = 4 * devicePixelRatio;
      ctx.lineJoin = "round";
      ctx.strokeStyle = palette().background;
      const text = `objective ${ms} ms`;
      const [x, top] = [bbox.left + bbox.width - 4 * devicePixelRatio, y - 4 * devicePixelRatio];
      ctx.strokeText(text, x, top);
      ctx.fillText(text, x, top);
      ctx.restore();
    }
  };

/** Says why a chart has no line. */
export const drawEmpty =
  (text: () => string, palette: () => Palette) =>
  (u: uPlot): void => {
    const [, ...columns] = u.data;
    const shown = columns.filter((_, i) => u.series[i + 1]?.show === true);
    if (shown.length === 0 || shown.some((column) => [...column].some((y) => y !== null && y !== undefined))) return;
    const { ctx, bbox } = u;
    ctx.save();
    ctx.font = font();
    ctx.fillStyle = palette().text;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(text(), bbox.left + bbox.width / 2, bbox.top + bbox.height / 2);
    ctx.restore();
  };
