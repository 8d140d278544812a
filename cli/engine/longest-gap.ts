// How long k6 gave no sign of life: the longest time between two of its samples while it had users. It says its number
// of users once a second whatever the service does, so that a longer gap means that k6 itself, or the machine, stood
// still. Samples come a little out of order: only time that no earlier sample has reached yet counts.

export class LongestGap {
  #newestMs: number | undefined;
  #users = 0;
  #longestMs = 0;

  /** Takes the next sample of any metric. */
  add(name: string, timeMs: number, value: number): void {
    if (this.#newestMs !== undefined && timeMs > this.#newestMs) {
      if (this.#users > 0) this.#longestMs = Math.max(this.#longestMs, timeMs - this.#newestMs);
    }
    if (name === "vus") this.#users = value;
    this.#newestMs = Math.max(this.#newestMs ?? timeMs, timeMs);
  }

  /** Null before any sample. */
  get longestMs(): number | null {
    return this.#newestMs === undefined ? null : this.#longestMs;
  }
}
