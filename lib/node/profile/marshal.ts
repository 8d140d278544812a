// The part of Python's marshal format that cProfile's dump_stats writes: dictionaries, tuples, numbers and strings,
// with references. Everything else is refused, as are lengths and depths that no statistics have.

import { ProfileFormatError } from "./profile-reader.ts";

/** A value read from marshal data; a dictionary is a list of its pairs, since its keys are tuples. */
export type Marshalled = null | number | string | readonly Marshalled[] | MarshalledDict;

export interface MarshalledDict {
  readonly pairs: readonly (readonly [Marshalled, Marshalled])[];
}

const MAX_DEPTH = 16;
const MAX_VALUES = 5_000_000;
const FLAG_REF = 0x80;
const LONG_DIGIT = 2 ** 15;

const NULL = Symbol("end of a dictionary");

/** Reads one value. @throws ProfileFormatError when the data is cut off, too large, or holds another type */
export function readMarshal(bytes: Uint8Array): Marshalled {
  const reader = new MarshalReader(bytes);
  const value = reader.value(0);
  if (value === NULL) throw new ProfileFormatError("it holds nothing");
  if (!reader.atEnd) throw new ProfileFormatError(`there is something after its end (byte ${reader.at})`);
  return value;
}

class MarshalReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #refs: (Marshalled | undefined)[] = [];
  #values = 0;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.at === this.#bytes.length;
  }

  value(depth: number): Marshalled | typeof NULL {
    if (depth > MAX_DEPTH) throw new ProfileFormatError(`values are nested deeper than ${MAX_DEPTH}`);
    if (++this.#values > MAX_VALUES) throw new ProfileFormatError(`it holds more than ${MAX_VALUES} values`);
    const start = this.at;
    const code = this.#take(1).getUint8(0);
    const type = String.fromCharCode(code & ~FLAG_REF);
    if (type === "0") return NULL;
    if (type === "r") return this.#reference();
    // A container takes its number before its items do.
    const slot = (code & FLAG_REF) === 0 ? -1 : this.#refs.push(undefined) - 1;
    const value = this.#plain(type, depth, start);
    if (slot >= 0) this.#refs[slot] = value;
    return value;
  }

  #plain(type: string, depth: number, start: number): Marshalled {
    switch (type) {
      case "N":
        return null;
      case "i":
        return this.#take(4).getInt32(0, true);
      case "l":
        return this.#long();
      case "g":
        return this.#take(8).getFloat64(0, true);
      case "z":
      case "Z":
        return this.#text(this.#take(1).getUint8(0), "latin1");
      case "a":
      case "A":
        return this.#text(this.#length(), "latin1");
      case "u":
      case "t":
        return this.#text(this.#length(), "utf8");
      case ")":
        return this.#tuple(this.#take(1).getUint8(0), depth);
      case "(":
        return this.#tuple(this.#length(), depth);
      case "{":
        return this.#dict(depth);
      default:
        throw new ProfileFormatError(`byte ${start} begins a value that cProfile statistics do not have`);
    }
  }

  #take(count: number): DataView {
    const from = this.at;
    if (from + count > this.#bytes.length) throw new ProfileFormatError(`it is cut off at byte ${this.#bytes.length}`);
    this.at += count;
    return new DataView(this.#view.buffer, this.#view.byteOffset + from, count);
  }

  #length(): number {
    const length = this.#take(4).getInt32(0, true);
    if (length < 0 || length > this.#bytes.length - this.at) {
      throw new ProfileFormatError(`a length at byte ${this.at - 4} is larger than the file`);
    }
    return length;
  }

  #text(length: number, encoding: "latin1" | "utf8"): string {
    const taken = this.#take(length);
    return Buffer.from(taken.buffer, taken.byteOffset, length).toString(encoding);
  }

  #tuple(length: number, depth: number): readonly Marshalled[] {
    const items: Marshalled[] = [];
    while (items.length < length) items.push(this.#item(depth));
    return items;
  }

  #item(depth: number): Marshalled {
    const value = this.value(depth + 1);
    if (value === NULL) throw new ProfileFormatError(`a tuple ends early at byte ${this.at}`);
    return value;
  }

  #dict(depth: number): MarshalledDict {
    const pairs: [Marshalled, Marshalled][] = [];
    for (let key = this.value(depth + 1); key !== NULL; key = this.value(depth + 1))
      pairs.push([key, this.#item(depth)]);
    return { pairs };
  }

  #reference(): Marshalled {
    const index = this.#take(4).getUint32(0, true);
    const value = this.#refs[index];
    if (value === undefined) throw new ProfileFormatError(`a reference at byte ${this.at - 4} leads nowhere`);
    return value;
  }

  /** Whole numbers beyond 32 bits: a signed count of 15-bit digits. Exact up to 2^53, which no call count reaches. */
  #long(): number {
    const count = this.#take(4).getInt32(0, true);
    const digits = Math.abs(count);
    if (digits > 4) throw new ProfileFormatError(`a whole number at byte ${this.at - 4} is too large to be a count`);
    let value = 0;
    for (let index = 0; index < digits; index++) value += this.#take(2).getUint16(0, true) * LONG_DIGIT ** index;
    return Math.sign(count) * value;
  }
}
