// The module `k6/crypto`: hashes, HMACs and random bytes, made by Node's OpenSSL, but for MD4.

import { createHash, createHmac, getHashes, randomBytes as nodeRandomBytes } from "node:crypto";
import { toArrayBuffer } from "../http/request-bytes.ts";
import type { ModuleNamespace } from "../loader/script.ts";
import { goError } from "../vu/go-error.ts";
import { onlyK6 } from "../vu/only-k6.ts";
import { inputBytes } from "./binary-input.ts";
import { hmacMd4, md4 } from "./md4.ts";

/** k6's names and OpenSSL's. */
const algorithms = {
  md5: "md5",
  sha1: "sha1",
  sha256: "sha256",
  sha384: "sha384",
  sha512: "sha512",
  sha512_224: "sha512-224",
  sha512_256: "sha512-256",
  ripemd160: "ripemd160",
} as const;
type Algorithm = keyof typeof algorithms;

const isAlgorithm = (name: string): name is Algorithm => Object.hasOwn(algorithms, name);

function opensslName(name: string): string {
  const known = isAlgorithm(name) ? algorithms[name] : undefined;
  if (known !== undefined && !getHashes().some((h) => h.toLowerCase() === known))
    throw onlyK6(`the runner does not have the hash '${name}'`);
  if (known === undefined) throw goError(`invalid algorithm: ${name}`);
  return known;
}

function output(digest: Buffer, encoding: unknown): string | ArrayBuffer {
  switch (encoding) {
    case "hex":
    case "base64":
      return digest.toString(encoding);
    case "base64url": {
      const text = digest.toString("base64url");
      return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
    }
    case "base64rawurl":
      return digest.toString("base64url");
    case "binary":
      return toArrayBuffer(digest);
    default:
      throw goError(`invalid output encoding: ${encoding === undefined ? "" : String(encoding)}`);
  }
}

/** k6's hasher: it may be asked for a digest and then go on. */
interface Hasher {
  update(data: unknown): void;
  digest(encoding?: unknown): string | ArrayBuffer;
}

/** Keeps what it is given, for hashes that are made of the whole. @param before begins the text of a wrong input's error */
const wholeHasher = (digestOf: (data: Buffer) => Buffer, before = ""): Hasher => {
  const pieces: Buffer[] = [];
  return {
    update: (data) => {
      pieces.push(Buffer.from(inputBytes(data, before)));
    },
    digest: (encoding) => output(digestOf(Buffer.concat(pieces)), encoding),
  };
};

const hasher = (name: string): Hasher => {
  if (name === "md4") return wholeHasher(md4, "md4 failed: ");
  const hash = createHash(opensslName(name));
  return {
    update: (data) => {
      hash.update(inputBytes(data, `${name} failed: `));
    },
    digest: (encoding) => output(hash.copy().digest(), encoding),
  };
};

/** Node cannot ask an HMAC for a digest and go on, so the data is kept: HMACs of scripts are short. */
const hmacHasher = (name: string, secret: unknown): Hasher => {
  const key = inputBytes(secret);
  if (name === "md4") return wholeHasher((data) => hmacMd4(key, data));
  const algorithm = opensslName(name);
  return wholeHasher((data) => createHmac(algorithm, key).update(data).digest());
};

function hmac(name: unknown, secret: unknown, data: unknown, encoding?: unknown): string | ArrayBuffer {
  const made = hmacHasher(String(name), secret);
  made.update(data);
  return made.digest(encoding);
}

const hash =
  (name: string) =>
  (data: unknown, encoding?: unknown): string | ArrayBuffer => {
    const made = hasher(name);
    made.update(data);
    return made.digest(encoding);
  };

function randomBytes(size: unknown): ArrayBuffer {
  if (typeof size !== "number" || !Number.isInteger(size) || size < 1) throw goError("invalid size");
  return toArrayBuffer(nodeRandomBytes(size));
}

export function cryptoModule(): ModuleNamespace {
  const hashes = Object.fromEntries(["md4", ...Object.keys(algorithms)].map((name) => [name, hash(name)]));
  const members = {
    ...hashes,
    createHash: (name: unknown) => hasher(String(name)),
    createHMAC: (name: unknown, secret: unknown) => hmacHasher(String(name), secret),
    hmac,
    hexEncode: (data: unknown) => inputBytes(data).toString("hex"),
    randomBytes,
  };
  return { ...members, default: members };
}
