// What profiling cost, and where the files are and what opens them.

import { formatCount, formatMs, formatPercent, formatRate } from "../../lib/core/format.ts";
import type { BlockCost, Overhead } from "../../lib/core/profile/overhead.ts";
import { textTable } from "../../lib/core/text-table.ts";
import type { SavedProfile } from "../../lib/node/profile/save-profile.ts";
import type { Paint } from "./colour.ts";

const signedPercent = (fraction: number): string => `${fraction > 0 ? "+" : ""}${formatPercent(fraction)}`;

const row = (name: string, block: BlockCost): readonly string[] => [
  name,
  block.seconds.toFixed(1),
  formatCount(block.requests),
  formatRate(block.requestsPerSec),
  formatMs(block.meanMs),
  formatMs(block.cpuMsPerText),
];

/** The three blocks and what they say of the profiler's own cost. */
export function renderOverhead(overhead: Overhead | null, paint: Paint): string {
  const title = `${paint.strong("Overhead of profiling")}\n`;
  if (overhead === null) return `${title}n/a: the load changes during this scenario, so no block is a control.\n`;
  const table = textTable(
    ["block", "s", "requests", "requests/s", "mean ms", "CPU ms/text"],
    [row("control", overhead.before), row("profiled", overhead.profiled), row("control", overhead.after)],
  );
  return `${title}${table}${verdict(overhead)}\n`;
}

const change = (what: string, value: number | null, noise: number | null): string => {
  if (value === null) return `${what} n/a`;
  const within = noise !== null && Math.abs(value) <= noise;
  const controls =
    noise === null ? "" : ` (the controls differ by ${formatPercent(noise)}${within ? ": not distinguishable" : ""})`;
  return `${what} ${signedPercent(value)}${controls}`;
};

function verdict({ cpu, latency, cpuNoise, latencyNoise }: Overhead): string {
  const parts = [change("CPU per text", cpu, cpuNoise), change("latency", latency, latencyNoise)];
  return `While profiled: ${parts.join("; ")}.\nLatencies of a profiled run are no baseline: none was recorded.`;
}

/** One line a file: what it is and how to open it. */
export function renderSaved(saved: SavedProfile): string {
  const lines = [
    [saved.flameGraph, "flame graph: any browser"],
    [saved.speedscope, "https://www.speedscope.app (stays in the browser), or npx speedscope FILE"],
    [saved.cpuprofile, "Chrome DevTools > Performance > Load profile; VS Code"],
    [saved.pprof, "go tool pprof -http=127.0.0.1:0 FILE"],
    [saved.collapsed, "flamegraph.pl, inferno"],
    ...saved.threads.map((file) => [file, "one thread as V8 gave it, in order of time: DevTools"]),
  ] as const;
  const width = Math.max(...lines.map(([file = ""]) => file.length));
  return `Saved\n${lines.map(([file = "", how]) => `  ${file.padEnd(width)}  ${how}\n`).join("")}`;
}
