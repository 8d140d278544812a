import { describe, expect, test } from "vitest";
import { form, writeBody } from "./body.ts";

describe("a body of JSON", () => {
  test("leaves out a field without a value, as JSON does", () => {
    expect(writeBody({ q: "a", lang: undefined }).body).toBe('{"q":"a"}');
    expect(writeBody({}).body).toBe("{}");
    expect(writeBody({ texts: [] }).body).toBe('{"texts":[]}');
    expect(writeBody({ texts: ["a", undefined] }).body).toBe('{"texts":["a",null]}');
  });
  test("is refused when no field has one: the row is of another shape", () => {
    expect(() => writeBody({ q: undefined })).toThrow(
      new TypeError("q: no value in this row; name fields that the rows have, or leave such rows out of the data"),
    );
    expect(() => writeBody({ texts: [undefined, undefined] })).toThrow("texts: no value");
  });
});

describe("a form", () => {
  test("leaves out a field without a value, and gives a list's field several", () => {
    expect(form({ q: "a b", lang: undefined, tag: [1, undefined, 2] }).text).toBe("q=a+b&tag=1&tag=2");
  });
  test("is refused when no field has one", () => {
    expect(() => form({ q: undefined })).toThrow("q: no value in this row");
  });
});
