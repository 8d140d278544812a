import { describe, expect, test } from "vitest";
import { form } from "./body.ts";
import { type Endpoint, post } from "./endpoint.ts";
import { requestOf, type WireRequest } from "./request.ts";
import { requestKinds } from "./request-kinds.ts";
import { defineService, type Service } from "./service.ts";

const made = (
  endpoint: Endpoint<{ text: string }>,
  given: Record<string, string> = {},
  more: Partial<Service<{ text: string }>> = {},
): WireRequest => {
  const [kind] = requestKinds(defineService({ data: "d.csv", endpoints: { ask: endpoint }, ...more }));
  if (kind === undefined) throw new Error("no kind");
  return requestOf(kind, [{ text: "hé llo" }], ["17"], given, new Date(5000));
};

describe("a body", () => {
  test.each<[string, unknown, unknown, string]>([
    ["JSON", { a: [1] }, '{"a":[1]}', "application/json"],
    ["a text", "as it is", "as it is", "text/plain; charset=utf-8"],
    ["a form", form({ q: "a b&c", n: [1, 2] }), "q=a+b%26c&n=1&n=2", "application/x-www-form-urlencoded"],
    ["bytes", new Uint8Array([1, 2]), new Uint8Array([1, 2]).buffer, "application/octet-stream"],
    [
      "part of a buffer",
      new Uint8Array([1, 2, 3]).subarray(1),
      new Uint8Array([2, 3]).buffer,
      "application/octet-stream",
    ],
  ])("of %s", (_, returned, body, contentType) => {
    expect(made(post("/a", () => returned))).toEqual({
      method: "POST",
      path: "/a",
      headers: { "Content-Type": contentType },
      body,
    });
  });

  test("that throws names its row", () => {
    const throws = post<{ text: string }>("/a", (row) => JSON.parse(row.text));
    expect(() => made(throws)).toThrow(/^the body of endpoint ask fails for row 17: /);
    expect(() => made(post("/a", () => undefined))).toThrow("it gives nothing that can be sent");
    expect(() => made(post("/a", async () => 1))).toThrow("it is a promise");
  });
});

test("headers are the run's, else the endpoint's, else the service's, whatever their case", () => {
  const endpoint = post<{ text: string }>("/a", () => new Uint8Array(3), {
    headers: (_rows, body) => ({
      "content-type": "application/x-own",
      "X-Length": String(body instanceof ArrayBuffer && body.byteLength),
    }),
  });
  const service = { headers: (now: Date) => ({ authorization: "old", "X-Time": String(now.getTime()) }) };
  expect(made(endpoint, { Authorization: "Bearer x" }, service).headers).toEqual({
    "content-type": "application/x-own",
    "X-Length": "3",
    Authorization: "Bearer x",
    "X-Time": "5000",
  });
});

test("a path may have a row's values in it, and must be one", () => {
  expect(
    made(
      post(
        ([row]) => `/m/${encodeURIComponent(row?.text ?? "")}`,
        () => 1,
      ),
    ).path,
  ).toBe("/m/h%C3%A9%20llo");
  expect(() =>
    made(
      post(
        () => "m",
        () => 1,
      ),
    ),
  ).toThrow('the path of endpoint ask fails for row 17: it must begin with "/"');
});
