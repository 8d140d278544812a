import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactUrl } from "./redact.ts";
import { redactText } from "./redact-text.ts";

describe("redactUrl", () => {
  test("drops credentials, query and fragment", () => {
    expect(redactUrl("https://user:pa55@host:8000/predict?key=abc#frag")).toBe("https://host:8000/predict");
  });
  test("drops a password that holds an at sign", () => {
    expect(redactUrl("https://user:p@ss@host/x")).toBe("https://host/x");
  });
});

describe("redactText", () => {
  test.each([
    ["GET http://u:hunter22@h/x?token=hunter22 failed", "hunter22"],
    ["Authorization: Bearer hunter22hunter22", "hunter22"],
    ['{"authorization":"Basic aHVudGVyMjI6aHVudGVyMjI="}', "aHVudGVyMjI6"],
    ["x-api-key: hunter22", "hunter22"],
    ["API_KEY=hunter22 make load-gate", "hunter22"],
    ['{"password": "hunter22"}', "hunter22"],
    ["Cookie: session=hunter22; theme=hunter22", "hunter22"],
    ["bearer hunter22hunter22", "hunter22"],
    ["token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJodW50ZXIyMiJ9.c2ln", "eyJzdWIi"],
    ["AKIAIOSFODNN7EXAMPLE denied", "AKIAIOSFODNN7EXAMPLE"],
    ["ghp_hunter22hunter22hunter22", "hunter22"],
    ["hf_hunter22hunter22hunter22", "hunter22"],
  ])("hides the secret in %s", (text, secret) => {
    expect(redactText(text)).not.toContain(secret);
  });
  test("leaves ordinary sentences alone", () => {
    const text = "batch-50: p95 232 ms, wanted below 200 ms; 3 of 60 000 answers are wrong (mixed-up 2, label 1)";
    expect(redactText(text)).toBe(text);
  });
  test("hides the secret under a name of many parts", () => {
    expect(redactText(`${"MY_".repeat(50)}API_KEY=hunter22`)).not.toContain("hunter22");
    expect(redactText(`${"x-".repeat(50)}token: hunter22`)).not.toContain("hunter22");
  });
  test.each(["a", "a-", "a_", "http://", "//", "eyJaaaaa-", "authorization ", "token", "b@", "x:"])(
    "takes 400 kB of %j without hanging",
    (piece) => {
      const text = piece.repeat(400_000 / piece.length);
      expect(redactText(text).length).toBeLessThanOrEqual(text.length);
    },
  );
  test("does nothing the second time", () => {
    const piece = fc.constantFrom("token=", "a:b@", "https://", "?q=1", "bearer ", "abcdefgh12", " ", '"', "\n", "x");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const once = redactText(pieces.join(""));
        expect(redactText(once)).toBe(once);
      }),
    );
  });
});
