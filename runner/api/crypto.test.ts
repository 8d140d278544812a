import { describe, expect, test } from "vitest";
import { cryptoModule } from "./crypto.ts";

const crypto = cryptoModule();
const call = (name: string, ...args: unknown[]): unknown => {
  const f = crypto[name];
  return typeof f === "function" ? Reflect.apply(f, undefined, args) : undefined;
};

/** A hasher's method by name. */
const method = (hasher: unknown, name: string, ...args: unknown[]): unknown => {
  const f: unknown = typeof hasher === "object" && hasher !== null ? Reflect.get(hasher, name) : undefined;
  return typeof f === "function" ? Reflect.apply(f, undefined, args) : undefined;
};

// Digest and HMAC (key "key") of "hello", as k6 v2.2.0 gave them.
test.each([
  ["md5", "5d41402abc4b2a76b9719d911017c592", "04130747afca4d79e32e87cf2104f087"],
  ["sha1", "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d", "b34ceac4516ff23a143e61d79d0fa7a4fbe5f266"],
  [
    "sha256",
    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
    "9307b3b915efb5171ff14d8cb55fbcc798c6c0ef1456d66ded1a6aa723a58b7b",
  ],
  [
    "sha512_224",
    "fe8509ed1fb7dcefc27e6ac1a80eddbec4cb3d2c6fe565244374061c",
    "65f0de09201bada199441610a81e6fa6e805bc96684444139a7fc3aa",
  ],
  [
    "sha512_256",
    "e30d87cfa2a75db545eac4d61baf970366a8357c7f72fa95b52d0accb698f13a",
    "6149bdedc72e1cb49de9d0e575ed42b04ca960d6064eb8d38aefcbc886864525",
  ],
  ["ripemd160", "108f07b8382412612c048d07d13f814118445acd", "43ab51f803a68a8b894cb32ee19e6854e9f4e468"],
])("%s", (name, digest, hmac) => {
  expect(call(name, "hello", "hex")).toBe(digest);
  expect(call("hmac", name, "key", "hello", "hex")).toBe(hmac);
});

test.each([
  ["base64", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="],
  ["base64url", "LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="],
  ["base64rawurl", "LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ"],
])("a digest as %s", (encoding, text) => {
  expect(call("sha256", "hello", encoding)).toBe(text);
});

test("a digest in binary is an ArrayBuffer, and other encodings are refused", () => {
  expect(call("md5", "hello", "binary")).toBeInstanceOf(ArrayBuffer);
  expect(() => call("md5", "hello")).toThrow("invalid output encoding: ");
});

test.each(["createHash", "createHMAC"])("a hasher from %s may be asked and go on", (make) => {
  const hasher = call(make, "sha256", "key");
  const again = call(make, "sha256", "key");
  method(hasher, "update", "hel");
  method(hasher, "update", "lo");
  const first = method(hasher, "digest", "hex");
  expect(method(hasher, "digest", "hex")).toBe(first);
  method(hasher, "update", "x");
  method(again, "update", "hellox");
  expect(method(hasher, "digest", "hex")).toBe(method(again, "digest", "hex"));
});

// The vectors of RFC 1320, A.5.
test.each([
  ["", "31d6cfe0d16ae931b73c59d7e0c089c0"],
  ["a", "bde52cb31de33e46245e05fbdbd6fb24"],
  ["message digest", "d9130a8164549fe818874806e1c7014b"],
  ["1234567890".repeat(8), "e33b4ddc9c38f2199c3e7b164fcc0536"],
])("MD4 of %j", (text, digest) => {
  expect(call("md4", text, "hex")).toBe(digest);
});

describe("what cannot be done is said", () => {
  test("unknown algorithms and inputs in k6's words", () => {
    expect(() => call("hmac", "bogus", "k", "d", "hex")).toThrow("invalid algorithm: bogus");
    expect(() => call("md5", 5, "hex")).toThrow(
      "md5 failed: invalid type int64, expected string, []byte or ArrayBuffer",
    );
    expect(() => call("md4", {}, "hex")).toThrow(/^md4 failed: invalid type map\[string\]interface {}/);
  });

  test.each(["md4", "sha256"])("and of an HMAC with %s without the hash's name", (name) => {
    expect(() => call("hmac", name, "k", {}, "hex")).toThrow(/^invalid type map\[string\]interface {}/);
  });
});

test("random bytes have the size asked for, and differ", () => {
  const random = (): string => String(call("hexEncode", call("randomBytes", 16)));
  expect(random()).not.toBe(random());
  expect(call("randomBytes", 16)).toHaveProperty("byteLength", 16);
  expect(() => call("randomBytes", 0)).toThrow("invalid size");
});

test("hexEncode takes text and bytes", () => {
  expect(call("hexEncode", "hé")).toBe("68c3a9");
  expect(call("hexEncode", new Uint8Array([1, 255]).buffer)).toBe("01ff");
});
