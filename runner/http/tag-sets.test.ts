import { describe, expect, test } from "vitest";
import { noUserTags, RequestTagSets, type UserTags, userTags } from "./tag-sets.ts";

const systemTags = [
  "proto",
  "status",
  "method",
  "url",
  "name",
  "error",
  "error_code",
  "tls_version",
  "expected_response",
];
const facts = {
  method: "GET",
  url: "http://h/x",
  name: undefined,
  status: 200,
  proto: "HTTP/1.1",
  tlsVersion: "",
  expected: true,
  error: "",
  errorCode: 0,
};
const template = "$".concat("{}/x");
const base = { scenario: "default", run: "r1" };

const read = (tags: Record<string, unknown>): UserTags => {
  const made = userTags(tags);
  if (typeof made === "string") throw new Error(made);
  return made;
};

describe("the tags of a request", () => {
  const sets = new RequestTagSets(new Set(systemTags));

  test("are k6's", () => {
    expect(sets.get(base, noUserTags, facts)).toEqual({
      ...base,
      name: "http://h/x",
      url: "http://h/x",
      method: "GET",
      status: "200",
      proto: "HTTP/1.1",
      expected_response: "true",
    });
  });

  test("are one object when they are equal", () => {
    const a = sets.get(base, read({ endpoint: "predict" }), facts);
    expect(sets.get(base, read({ endpoint: "predict" }), { ...facts })).toBe(a);
    expect(sets.get(base, read({ endpoint: "health" }), facts)).not.toBe(a);
    expect(sets.get({ ...base, scenario: "other" }, read({ endpoint: "predict" }), facts)).not.toBe(a);
  });

  test("cannot be confused by values that contain each other's text", () => {
    const a = sets.get(base, read({ a: "1", b: "2" }), facts);
    expect(sets.get(base, read({ a: "1b2" }), facts)).not.toBe(a);
  });

  test("a script's name is also the url, and its other system tags are overruled", () => {
    const user = read({ name: "n", url: "u", status: "zz", run: "over", error_code: "7", num: 5, bool: true });
    expect(sets.get(base, user, facts)).toMatchObject({
      name: "n",
      url: "n",
      status: "200",
      run: "over",
      error_code: "7",
      num: "5",
      bool: "true",
    });
  });

  test("a template's name stands for the URL", () => {
    const named = { ...facts, name: template };
    expect(sets.get(base, noUserTags, named)).toMatchObject({ name: template, url: template });
  });

  test("a failure has error and code but no protocol; without a judgement nothing is expected", () => {
    const failed = { ...facts, status: 0, proto: "", expected: undefined, error: "EOF", errorCode: 1000 };
    expect(sets.get(base, noUserTags, failed)).toEqual({
      ...base,
      name: "http://h/x",
      url: "http://h/x",
      method: "GET",
      status: "0",
      error: "EOF",
      error_code: "1000",
    });
  });
});

test("tags that are switched off are absent", () => {
  const sets = new RequestTagSets(new Set(["status"]));
  expect(sets.get(base, noUserTags, facts)).toEqual({ ...base, status: "200" });
});

test.each([null, undefined, { a: 1 }, [1]])("%j is no tag value", (value) => {
  expect(userTags({ obj: value })).toBe(
    "invalid value for metric tag 'obj': only String, Boolean and Number types are accepted as a metric tag values",
  );
});
