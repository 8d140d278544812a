// Globals that k6 has from the web rather than from JavaScript: `crypto`, `TextEncoder` and `TextDecoder`, Node's own.

import { webcrypto } from "node:crypto";

/** k6's `crypto` global has these members and no others. */
const crypto = {
  subtle: webcrypto.subtle,
  CryptoKey: webcrypto.CryptoKey,
  getRandomValues: webcrypto.getRandomValues.bind(webcrypto),
  randomUUID: webcrypto.randomUUID.bind(webcrypto),
};

export const webGlobals = (): Readonly<Record<string, unknown>> => ({ crypto, TextEncoder, TextDecoder });
