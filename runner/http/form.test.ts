import fc from "fast-check";
import { expect, test } from "vitest";
import { FileData } from "./file-data.ts";
import { formBody, multipart, urlEncoded } from "./form.ts";
import { requestBody } from "./request-body.ts";

const silent = (): void => undefined;

test("a form is written as k6 writes it", () => {
  expect(urlEncoded({ b: "x y&", a: [1, 2], c: true, d: null, e: 1.5, u: undefined, "k é": "v~*()'!" }, silent)).toBe(
    "a=1&a=2&b=x+y%26&c=true&d=&e=1.5&k+%C3%A9=v~%2A%28%29%27%21&u=",
  );
});

test("what a form encodes, a form decoder gets back", () => {
  const text = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(fc.dictionary(text, text), (form) => {
      expect(Object.fromEntries(new URLSearchParams(urlEncoded(form, silent)))).toEqual({ ...form });
    }),
  );
});

test("a nested value is sent empty, and that is said; a function is refused", () => {
  const said: string[] = [];
  expect(urlEncoded({ f: { g: 1 }, l: [[1], 2] }, (text) => said.push(text))).toBe("f=&l=&l=2");
  expect(said.map((text) => text.split(" value in ")[0])).toEqual([
    "cannot urlencode a nested map[string]interface {}",
    "cannot urlencode a nested []interface {}",
  ]);
  expect(() => urlEncoded({ f: () => 1 }, silent)).toThrow('form field "f" is a function');
});

test("a date is written as Go writes one, to the millisecond and without trailing zeros", () => {
  const moments = [new Date(0), new Date(Date.UTC(2024, 1, 3, 4, 5, 6, 70)), new Date(Date.UTC(2024, 9, 10, 20, 30))];
  expect([...new URLSearchParams(urlEncoded({ moments, no: new Date(Number.NaN) }, silent)).values()]).toEqual([
    "1970-01-01 00:00:00 +0000 UTC",
    "2024-02-03 04:05:06.07 +0000 UTC",
    "2024-10-10 20:30:00 +0000 UTC",
    "",
  ]);
});

test("a list beside a file is one empty part, and that is said", () => {
  const said: string[] = [];
  const form = { f: new FileData("text", "t"), l: [1, 2] };
  const text = multipart(form, "B", (warning) => said.push(warning)).toString();
  expect(text.endsWith('\r\n--B\r\nContent-Disposition: form-data; name="l"\r\n\r\n\r\n--B--\r\n')).toBe(true);
  expect(said.map((warning) => warning.split(" value in ")[0])).toEqual(["cannot urlencode a nested []interface {}"]);
});

test("files make a form multipart", () => {
  const form = {
    x: "1",
    f: new FileData(new Uint8Array([0, 255]).buffer, 'n"a.bin', "image/png"),
    g: new FileData("text", "t"),
  };
  expect(multipart(form, "B", silent).toString("latin1")).toBe(
    [
      '--B\r\nContent-Disposition: form-data; name="f"; filename="n\\"a.bin"\r\nContent-Type: image/png\r\n\r\n\u0000\u00ff\r\n',
      '--B\r\nContent-Disposition: form-data; name="g"; filename="t"\r\nContent-Type: application/octet-stream\r\n\r\ntext\r\n',
      '--B\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--B--\r\n',
    ].join(""),
  );
  expect(formBody(form, silent).contentType).toMatch(/^multipart\/form-data; boundary=[0-9a-f]{60}$/);
});

test("a field's name or file name cannot add a line to a part", () => {
  const text = multipart({ "a\r\nX: y": new FileData("d", "f\r\nZ: w") }, "B", silent).toString();
  expect(text).not.toMatch(/^(X|Z):/m);
});

test("a body is text, bytes, a form, or refused in k6's words", () => {
  expect(requestBody(undefined, silent)).toEqual({ body: undefined, contentType: "" });
  expect(requestBody("x", silent)).toEqual({ body: "x", contentType: "" });
  expect(requestBody(new Uint8Array([1, 2]).subarray(1), silent).body).toEqual(Buffer.from([2]));
  expect(requestBody({ a: 1 }, silent)).toEqual({ body: "a=1", contentType: "application/x-www-form-urlencoded" });
  expect(() => requestBody(5, silent)).toThrow("unknown request body type int64");
  expect(() => requestBody([5], silent)).toThrow("unknown request body type []interface {}");
});
