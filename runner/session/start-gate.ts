// Holds a run back between the making of its VUs and setup, as `k6 run --paused` does, until somebody lets it go.

export class StartGate {
  #paused: boolean;
  #passed = false;
  #open: () => void = () => undefined;

  constructor(paused: boolean) {
    this.#paused = paused;
  }

  get paused(): boolean {
    return this.#paused;
  }

  /** Whether the run is under way. */
  get passed(): boolean {
    return this.#passed;
  }

  /** Lets the run go, or holds it back. @returns false when it is too late to hold it back */
  set(paused: boolean): boolean {
    if (this.#passed) return !paused;
    this.#paused = paused;
    if (!paused) this.#open();
    return true;
  }

  /** Resolves when the run may begin: true, or false when `ended` aborted before. */
  async pass(ended: AbortSignal): Promise<boolean> {
    // Woken without being let go: paused again in the meantime.
    while (this.#paused && !ended.aborted) {
      await new Promise<void>((resolve) => {
        this.#open = resolve;
        ended.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    if (ended.aborted) return false;
    this.#passed = true;
    return true;
  }
}
