// A set of request numbers, a bit each: an hour at a thousand requests a second takes half a megabyte.

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Written out: neither Buffer nor btoa exists wherever a fold runs. */
function toBase64(bytes: readonly number[]): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = Math.min(4, bytes.length - i + 1);
    for (let d = 0; d < digits; d++) text += DIGITS[(word >> (18 - 6 * d)) & 63];
  }
  return text;
}

const DIGIT_VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));

function* fromBase64(text: string): Generator<number> {
  let word = 0;
  let bits = 0;
  for (const digit of text) {
    const value = DIGIT_VALUES.get(digit);
    if (value === undefined) throw new TypeError("a set of request numbers that is not base64");
    word = ((word << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    yield (word >> bits) & 255;
  }
}

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

  get isEmpty(): boolean {
    return this.#bits.every((byte) => byte === 0);
  }

  /** The gaps between its numbers, as base64 of variable-length integers (7 bits a byte, low ones first). */
  encode(): string {
    const bytes: number[] = [];
    let next = 0;
    for (const index of this) {
      let gap = index - next;
      for (; gap > 127; gap = Math.floor(gap / 128)) bytes.push((gap % 128) | 128);
      bytes.push(gap);
      next = index + 1;
    }
    return toBase64(bytes);
  }

  /** Adds what `encode` wrote. @throws when `text` is not base64 */
  addEncoded(text: string): void {
    const bytes = fromBase64(text);
    let next = 0;
    let gap = 0;
    let scale = 1;
    for (const byte of bytes) {
      gap += (byte & 127) * scale;
      scale *= 128;
      if (byte > 127) continue;
      this.add(next + gap);
      next += gap + 1;
      gap = 0;
      scale = 1;
    }
  }

  clear(): void {
    this.#bits.fill(0);
  }
}
