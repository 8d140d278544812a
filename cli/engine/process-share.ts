// One run's share of what this process has used, when several runs go on in it at once: a duet with the embedded runner
// has two, and each would otherwise be charged with the CPU of both.

/** Divides what the process uses evenly among the runs under way. */
export class ProcessShare {
  #underWay = 0;

  /** A run begins; `end` it once. */
  begin(): { readonly end: () => void } {
    this.#underWay++;
    return {
      end: () => {
        this.#underWay--;
      },
    };
  }

  /**
   * A counter of the process as one run's own: between two readings it rises by the run's share of the rise. Who reads
   * once a second is off by no more than the second in which another run began or ended.
   */
  of(counter: () => number | undefined): () => number | undefined {
    let last = counter();
    let own = last;
    return () => {
      const now = counter();
      // A counter that cannot be read any more leaves nothing to go on from.
      own =
        own === undefined || now === undefined || last === undefined
          ? undefined
          : own + (now - last) / Math.max(1, this.#underWay);
      last = now;
      return own;
    };
  }
}
