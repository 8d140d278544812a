// What a reader of one format is: bytes in, profile out. A file that breaks its format's rules gives a
// ProfileFormatError; reading it never takes more memory than the limits here allow.

import type { Profile } from "../../core/profile/profile.ts";

/** Bytes of a file, and of its content once unpacked. Larger ones are refused before they are read. */
export const fileLimits = { packedBytes: 128 * 2 ** 20, unpackedBytes: 256 * 2 ** 20 } as const;

export interface ReadOptions {
  /** What one sample stands for, in files that hold counts without a unit. */
  readonly sampleUs: number | undefined;
}

export type ProfileReader = (content: Uint8Array, options: ReadOptions) => Profile;

/** The content is not what its format demands; the message says where. */
export class ProfileFormatError extends Error {}
