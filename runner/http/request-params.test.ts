import { describe, expect, test } from "vitest";
import { CliError } from "../../lib/core/exit.ts";
import { onlyK6 } from "../vu/only-k6.ts";
import { ExpectedStatuses, expectedStatuses, successStatuses } from "./expected-statuses.ts";
import { requestsPerSecond } from "./rate-limit.ts";
import { requestParams } from "./request-params.ts";
import { UrlTemplate, urlTemplate } from "./url-template.ts";

describe("params", () => {
  test("have k6's defaults when left out or no object", () => {
    expect(requestParams(undefined)).toMatchObject({ timeoutMs: 60_000, bodyKind: undefined, expected: undefined });
    expect(requestParams("x")).toBe(requestParams(undefined));
    expect(requestParams({ bogus: 1, headers: null, timeout: undefined })).toEqual(requestParams(undefined));
  });

  test("are read", () => {
    const expected = expectedStatuses([404]);
    const params = requestParams({
      timeout: "1s",
      redirects: 0,
      cookies: { a: 1, b: { value: "2", replace: true } },
      responseType: "binary",
      responseCallback: expected,
      throw: true,
      tags: { a: "b" },
    });
    expect(params).toMatchObject({
      timeoutMs: 1000,
      redirects: 0,
      bodyKind: "binary",
      expected,
      throws: true,
      tags: { values: { a: "b" } },
      cookies: [
        { name: "a", value: "1", replace: false },
        { name: "b", value: "2", replace: true },
      ],
    });
    expect(requestParams({ responseCallback: null }).expected).toBeNull();
  });

  test.each([
    [{ timeout: "xx" }, 'invalid timeout value: time: invalid duration "xx"'],
    [{ responseType: "bogus" }, "bogus does not belong to ResponseType values"],
    [{ responseCallback: 5 }, "unsupported responseCallback"],
    [{ tags: { obj: {} } }, "invalid HTTP request metric tags: invalid value for metric tag 'obj'"],
  ])("%j are refused in k6's words", (params, message) => {
    expect(() => requestParams(params)).toThrow(message);
  });

  test.each(["digest", "ntlm"])("%s authentication is refused by name", (auth) => {
    expect(() => requestParams({ auth })).toThrow(onlyK6(`the runner does not have ${auth} authentication`));
    expect(() => requestParams({ auth })).toThrow(CliError);
  });
});

describe("expected statuses", () => {
  test("are numbers and ranges, ends included", () => {
    const some = expectedStatuses([201, { min: 300, max: 302 }]);
    expect([200, 201, 299, 300, 302, 303].filter((s) => some.has(s))).toEqual([201, 300, 302]);
    expect([0, 199, 200, 399, 400].filter((s) => successStatuses.has(s))).toEqual([200, 399]);
  });

  test.each([[[]], [["a"]], [[{ min: 5 }]], [[1.5]]])("%j are none", (args) => {
    expect(() => expectedStatuses(args)).toThrow();
    expect(() => expectedStatuses([new ExpectedStatuses([], [])])).toThrow("argument number 1 to expectedStatuses");
  });
});

test("a limit of requests per second hands out even slots and saves none up", () => {
  const limit = requestsPerSecond(10);
  expect([0, 0, 0].map((now) => limit.take(now))).toEqual([0, 100, 200]);
  expect([1000, 1000].map((now) => limit.take(now))).toEqual([0, 100]);
});

test("a URL template keeps the places of its values as its name", () => {
  const made = urlTemplate`${"http://h"}/x/${5}?q=${"a b"}`;
  expect(made).toBeInstanceOf(UrlTemplate);
  expect(made).toMatchObject({ url: "http://h/x/5?q=a b", name: ["", "/x/", "?q=", ""].join("$".concat("{}")) });
});
