// A flame graph as one static SVG: no script, a title on each frame, coloured by what the function is for. For
// zooming and searching, docs/profiling.md says which viewer opens which of the saved files.

import { formatCount, formatMs, formatPercent } from "../../lib/core/format.ts";
import { slicesOf } from "../../lib/core/profile/categorise.ts";
import type { Category } from "../../lib/core/profile/category.ts";
import { type FlameFrame, flameLayout } from "../../lib/core/profile/flame-layout.ts";
import { commonDirectory, functionLabel } from "../../lib/core/profile/function-name.ts";
import type { TreeProfile } from "../../lib/core/profile/profile.ts";
import { escapeMarkup } from "../text/escape.ts";

const WIDTH = 1200;
const ROW = 17;
const TOP = 46;
const BOTTOM = 24;
const CHARACTER = 6.6;
const NARROWEST_PX = 0.5;

/** Dark text reads on all of them (contrast above 7:1); the category also stands in each title. */
const COLOURS: Readonly<Record<Category, string>> = {
  inference: "#f6b26b",
  "feature extraction": "#93c47d",
  logging: "#e99ba0",
  serialisation: "#b4a7d6",
  "worker hand-over": "#c9b28f",
  http: "#8fb8de",
  "garbage collection": "#f1d65c",
  "native and V8": "#c4c4c4",
  other: "#dcdcdc",
  idle: "#f2f2f2",
};

const shorten = (text: string, width: number): string => {
  const room = Math.floor((width - 4) / CHARACTER);
  if (room < 3) return "";
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
};

/** The profile's busy time as an SVG document. */
export function flameSvg(profile: TreeProfile, title: string): string {
  const layout = flameLayout(profile, NARROWEST_PX / WIDTH);
  const base = commonDirectory(profile.functions);
  const categories = slicesOf(profile).map((slice) => slice.category);
  const height = TOP + layout.depth * ROW + BOTTOM;
  const drawFrame = (frame: FlameFrame): string => {
    const fn = profile.functions[frame.fn];
    if (fn === undefined) return "";
    const category = categories[frame.node] ?? "other";
    const x = frame.left * WIDTH;
    const width = frame.width * WIDTH;
    const y = height - BOTTOM - (frame.depth + 1) * ROW;
    const about = `${functionLabel(fn, base)}: ${formatMs(frame.totalUs / 1000)} ms, ${formatPercent(frame.width)} of busy time (${category})`;
    const label = shorten(fn.name, width);
    const text = label === "" ? "" : `<text x="${(x + 3).toFixed(1)}" y="${y + 12}">${escapeMarkup(label)}</text>`;
    const box = `<rect x="${x.toFixed(2)}" y="${y}" width="${Math.max(0.2, width - 0.4).toFixed(2)}" height="${ROW - 1}" fill="${COLOURS[category]}"/>`;
    return `<g><title>${escapeMarkup(about)}</title>${box}${text}</g>`;
  };
  const busySamples = profile.calls.nodes.reduce(
    (sum, node, index) => sum + (categories[index] === "idle" ? 0 : node.samples),
    0,
  );
  const samples = profile.sampleCount === null ? "" : `, ${formatCount(busySamples)} samples`;
  const dropped = layout.dropped === 0 ? "" : `; ${layout.dropped} frames too narrow to draw`;
  const facts = `${formatMs(layout.busyUs / 1000)} ms busy${samples}, ${profile.kind}, ${profile.source}${dropped}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeMarkup(title)}">
<style>text{font:11px ui-monospace,Menlo,Consolas,monospace;fill:#111}.h{font-size:14px}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text class="h" x="8" y="20">${escapeMarkup(title)}</text>
<text x="8" y="38">${escapeMarkup(facts)}</text>
${legend(new Set(layout.frames.map((frame) => categories[frame.node] ?? "other")), height)}
${layout.frames.map(drawFrame).join("\n")}
</svg>
`;
}

/** The colours that occur, along the lower edge. */
function legend(used: ReadonlySet<Category>, height: number): string {
  let x = 8;
  const entries: string[] = [];
  for (const category of used) {
    entries.push(
      `<rect x="${x}" y="${height - 16}" width="10" height="10" fill="${COLOURS[category]}"/><text x="${x + 14}" y="${height - 7}">${category}</text>`,
    );
    x += 26 + category.length * CHARACTER;
  }
  return entries.join("");
}
