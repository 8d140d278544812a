// Progress of a runner run on stderr: a line that is redrawn every second on a terminal, a plain line every few seconds
// elsewhere.

import type { Stream } from "../../lib/core/world.ts";
import type { RunPlan, RunProgress } from "../../runner/run-contract.ts";

/** Seconds between plain lines. */
const PLAIN_EVERY = 5;

const clock = (elapsedMs: number): string => {
  const seconds = Math.floor(elapsedMs / 1000);
  const minutes = Math.floor(seconds / 60);
  const rest = `${String(seconds % 60).padStart(2, "0")}s`;
  return minutes === 0 ? rest : `${minutes}m${rest}`;
};

/** Characters of a bar. */
const BAR = 20;

const bar = (fraction: number): string => {
  const done = Math.floor(fraction * BAR);
  return done >= BAR ? "=".repeat(BAR) : `${"=".repeat(done)}>${"-".repeat(BAR - done - 1)}`;
};

/** @param live on a terminal: each scenario has a bar */
export const progressLine = (
  { elapsedMs, activeVus, madeVus, iterations, interrupted, dropped, scenarios }: RunProgress,
  live: boolean,
): string => {
  const parts = scenarios.map(({ name, fraction }) => {
    const share = `${Math.floor(fraction * 100)}%`;
    return live ? `${name} [${bar(fraction)}] ${share}` : `${name} ${share}`;
  });
  const lost = dropped > 0 ? `, ${dropped} dropped` : "";
  return `running (${clock(elapsedMs)}), ${activeVus}/${madeVus} VUs, ${iterations} complete and ${interrupted} interrupted iterations${lost}  ${live ? parts.join(", ") : `[${parts.join(", ")}]`}`;
};

export const planText = (script: string, { scenarios, maxVus, maxDurationMs }: RunPlan): string =>
  [
    "",
    "     execution: embedded runner",
    `        script: ${script}`,
    "",
    `     scenarios: ${scenarios.length}, ${maxVus} max VUs, ${clock(maxDurationMs)} max duration (incl. graceful stop):`,
    ...scenarios.map(({ name, description }) => `              * ${name}: ${description}`),
    "",
    "",
  ].join("\n");

/** Draws progress until `end`, which leaves the last line standing. */
export class ProgressDisplay {
  readonly #stream: Stream;
  #last: RunProgress | undefined;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  show(progress: RunProgress): void {
    this.#last = progress;
    if (this.#stream.columns !== undefined) this.#redraw(progressLine(progress, true));
    else if (Math.round(progress.elapsedMs / 1000) % PLAIN_EVERY === 0)
      this.#stream.write(`${progressLine(progress, false)}\n`);
  }

  /** Writes a line without tearing the progress line. */
  notice(text: string): void {
    const live = this.#stream.columns !== undefined && this.#last !== undefined;
    this.#stream.write(`${live ? "\r\u001b[K" : ""}${text}\n`);
  }

  end(): void {
    if (this.#stream.columns !== undefined && this.#last !== undefined) this.#stream.write("\n");
    this.#last = undefined;
  }

  #redraw(text: string): void {
    this.#stream.write(`\r\u001b[K${text.slice(0, (this.#stream.columns ?? 80) - 1)}`);
  }
}
