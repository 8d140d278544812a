import { describe, expect, test } from "vitest";
import { parseHeaders } from "./request-headers.ts";

describe("HEADERS", () => {
  test("holds a header a line, as curl words it", () => {
    expect(parseHeaders("Authorization: Bearer a:b=\nX-Team:search \r\n\n")).toEqual({
      kind: "headers",
      headers: { Authorization: "Bearer a:b=", "X-Team": "search" },
    });
    expect(parseHeaders("")).toEqual({ kind: "headers", headers: {} });
  });
  test.each([
    ["s3cret", 1],
    ["X-Ok: yes\ns3 cret: x", 2],
    ["X-Key: s3cret\u0000", 1],
    ["Content-Type: text/s3cret", 1],
    [": s3cret", 1],
  ])("%j is refused by its line, and never repeated", (text, line) => {
    const parsed = parseHeaders(text);
    if (parsed.kind !== "problem") throw new Error("it was taken");
    expect(parsed.problem).toContain(`line ${line}`);
    expect(parsed.problem).not.toContain("s3");
  });
});
