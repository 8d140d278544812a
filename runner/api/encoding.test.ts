import fc from "fast-check";
import { expect, test } from "vitest";
import { encodingModule } from "./encoding.ts";

const { b64encode, b64decode } = encodingModule();
const call = (f: unknown, ...args: unknown[]): unknown =>
  typeof f === "function" ? Reflect.apply(f, undefined, args) : f;

// What k6 v2.2.0 gave.
test.each([
  [undefined, "aGVsbG8/Pn7DqQ=="],
  ["std", "aGVsbG8/Pn7DqQ=="],
  ["rawstd", "aGVsbG8/Pn7DqQ"],
  ["url", "aGVsbG8_Pn7DqQ=="],
  ["rawurl", "aGVsbG8_Pn7DqQ"],
  ["bogus", "aGVsbG8/Pn7DqQ=="],
])("encoding as %s", (variant, text) => {
  expect(call(b64encode, "hello?>~é", variant)).toBe(text);
  expect(call(b64decode, text, variant, "s")).toBe("hello?>~é");
});

test("every variant gives back the bytes it was given", () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.constantFrom("std", "rawstd", "url", "rawurl"), (bytes, variant) => {
      const back = call(b64decode, call(b64encode, bytes, variant), variant);
      expect(back instanceof ArrayBuffer && [...new Uint8Array(back)]).toEqual([...bytes]);
    }),
  );
});

test.each([
  ["aGVsbG8", "std", 4],
  ["!!!", "std", 0],
  ["aGVsbG8_Pn7DqQ==", "std", 7],
])("decoding %j as %s stops at byte %i", (text, variant, byte) => {
  expect(() => call(b64decode, text, variant, "s")).toThrow(`illegal base64 data at input byte ${byte}`);
});

test("line breaks in base64 are skipped", () => {
  expect(call(b64decode, "aGVs\nbG8=", "std", "s")).toBe("hello");
});

test("what is neither text nor bytes is refused by k6's name for it", () => {
  expect(() => call(b64encode, 5)).toThrow("invalid type int64, expected string, []byte or ArrayBuffer");
  expect(() => call(b64encode, null)).toThrow("invalid type <nil>");
  expect(() => call(b64encode, {})).toThrow("invalid type map[string]interface {}");
});
