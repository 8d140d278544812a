// Walks a protobuf message before a decoder sees it: lengths fit, tags are known, entries are not too many. The
// decoder itself takes a cut-off file for a shorter one, and would hold whatever a hostile one asks for.

import { ProfileFormatError } from "./profile-reader.ts";

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const VARINT_BYTES = 10;

/** Which fields of a message are messages themselves, and the most entries a field may have. */
export interface MessageShape {
  readonly nested?: Readonly<Record<number, MessageShape>>;
  readonly most?: Readonly<Record<number, number>>;
}

/** Checks `bytes` from the outside in. @throws ProfileFormatError where the message is not whole */
export function checkMessage(bytes: Uint8Array, shape: MessageShape, place = "the profile"): void {
  const counts = new Map<number, number>();
  let at = 0;
  while (at < bytes.length) {
    const tag = varint(bytes, at, place);
    // The decoder reads tags of one byte; pprof has no field beyond 15, so it needs no more.
    if (tag.next > at + 1) throw new ProfileFormatError(`${place} has a field that pprof does not have`);
    const field = Math.floor(tag.value / 8);
    at = tag.next;
    const count = (counts.get(field) ?? 0) + 1;
    counts.set(field, count);
    if (count > (shape.most?.[field] ?? Number.POSITIVE_INFINITY)) {
      throw new ProfileFormatError(`${place} has more than ${count - 1} entries in field ${field}`);
    }
    const end = fieldEnd(bytes, at, tag.value % 8, place);
    const nested = shape.nested?.[field];
    if (nested !== undefined) {
      if (tag.value % 8 !== LENGTH_DELIMITED) throw new ProfileFormatError(`field ${field} of ${place} is no message`);
      checkMessage(bytes.subarray(varint(bytes, at, place).next, end), nested, `field ${field}`);
    }
    at = end;
  }
}

function fieldEnd(bytes: Uint8Array, at: number, wireType: number, place: string): number {
  const end = endOf(bytes, at, wireType, place);
  if (end > bytes.length) throw new ProfileFormatError(`${place} is cut off`);
  return end;
}

function endOf(bytes: Uint8Array, at: number, wireType: number, place: string): number {
  switch (wireType) {
    case VARINT:
      return varint(bytes, at, place).next;
    case LENGTH_DELIMITED: {
      const length = varint(bytes, at, place);
      return length.next + length.value;
    }
    default:
      throw new ProfileFormatError(`${place} has a field of a type that pprof does not use (${wireType})`);
  }
}

function varint(bytes: Uint8Array, from: number, place: string): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < VARINT_BYTES; index++) {
    const byte = bytes[from + index];
    if (byte === undefined) throw new ProfileFormatError(`${place} is cut off`);
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: from + index + 1 };
  }
  throw new ProfileFormatError(`${place} has a number that is too long`);
}
