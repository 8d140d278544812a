// Decodes the chunked transfer coding piece by piece: any split of the bytes gives the same body.

import { FailureError, failure } from "./failure.ts";
import { MAX_CHUNK_LINE_BYTES } from "./limits.ts";

/** Where decoded bytes go. */
export type BodyPiece = (source: Buffer, start: number, end: number) => void;

type State = "size" | "data" | "data-end" | "trailer" | "done";

const CR = 13;
const LF = 10;

const refuse = (message: string): never => {
  throw new FailureError(failure(message));
};

/** Size in bytes from a chunk-size line without its line end; an extension after ";" is ignored. */
function chunkSize(line: string): number {
  const hex = line.split(";", 1)[0]?.trim() ?? "";
  if (!/^[0-9a-fA-F]+$/.test(hex))
    return refuse(hex === "" ? "empty hex number for chunk length" : "invalid byte in chunk length");
  if (hex.length > 16) return refuse("http chunk length too large");
  return Number.parseInt(hex, 16);
}

export class ChunkedDecoder {
  readonly #emit: BodyPiece;
  #state: State = "size";
  #line = "";
  #left = 0;

  constructor(emit: BodyPiece) {
    this.#emit = emit;
  }

  get done(): boolean {
    return this.#state === "done";
  }

  /** Takes `source[at..end)` and returns where it stopped: `end`, or just behind the last chunk. @throws FailureError */
  read(source: Buffer, at: number, end: number): number {
    let pos = at;
    while (pos < end && this.#state !== "done") {
      pos = this.#state === "data" ? this.#data(source, pos, end) : this.#readLine(source, pos, end);
    }
    return pos;
  }

  #data(source: Buffer, at: number, end: number): number {
    const stop = Math.min(end, at + this.#left);
    this.#emit(source, at, stop);
    this.#left -= stop - at;
    if (this.#left === 0) this.#state = "data-end";
    return stop;
  }

  #readLine(source: Buffer, at: number, end: number): number {
    const newline = source.subarray(at, end).indexOf(LF);
    const stop = newline < 0 ? end : at + newline;
    // The line after a chunk's data is empty: anything else is not worth waiting for its end.
    if (this.#state === "data-end" && stop > at && (stop - at > 1 || source[at] !== CR))
      refuse("malformed chunked encoding");
    this.#line += source.toString("latin1", at, stop);
    if (this.#line.length > MAX_CHUNK_LINE_BYTES) refuse("http: chunk line too long");
    if (newline < 0) return end;
    const line = this.#line.endsWith("\r") ? this.#line.slice(0, -1) : this.#line;
    this.#line = "";
    this.#endOfLine(line);
    return stop + 1;
  }

  #endOfLine(line: string): void {
    if (this.#state === "data-end") this.#state = "size";
    else if (this.#state === "trailer") {
      if (line === "") this.#state = "done";
    } else {
      this.#left = chunkSize(line);
      this.#state = this.#left === 0 ? "trailer" : "data";
    }
  }
}
