// A set of request numbers, a bit each: an hour at a thousand requests a second takes half a megabyte.

export class IndexSet {
  #bits = new Uint8Array(128);

  /** @param index a whole number from 0; others are nobody's request and left out */
  add(index: number): void {
    if (!Number.isInteger(index) || index < 0) return;
    const at = Math.floor(index / 8);
    if (at >= this.#bits.length) {
      const grown = new Uint8Array(Math.max(at + 1, this.#bits.length * 2));
      grown.set(this.#bits);
      this.#bits = grown;
    }
    this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (index % 8));
  }

  has(index: number): boolean {
    return ((this.#bits[Math.floor(index / 8)] ?? 0) & (1 << (index % 8))) !== 0;
  }

  /** The numbers, rising. */
  *[Symbol.iterator](): Generator<number> {
    for (const [at, byte] of this.#bits.entries()) {
      for (let bit = 0; byte >> bit > 0; bit++) if ((byte >> bit) & 1) yield at * 8 + bit;
    }
  }

  clear(): void {
    this.#bits.fill(0);
  }
}
