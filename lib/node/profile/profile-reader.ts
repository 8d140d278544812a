// What all readers share: how large a file may be, what they are told, and the error of a file that breaks its
// format's rules.

/** Bytes of a file, and of its content once unpacked. Larger ones are refused before they are read. */
export const fileLimits = { packedBytes: 128 * 2 ** 20, unpackedBytes: 256 * 2 ** 20 } as const;

export interface ReadOptions {
  /** What one sample stands for, in files that hold counts without a unit. */
  readonly sampleUs: number | undefined;
}

/** The content is not what its format demands; the message says where. */
export class ProfileFormatError extends Error {}
