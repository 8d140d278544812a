import { describe, expect, test } from "vitest";
import { canonicalName, headersOf } from "./header-name.ts";
import { cookieHeader, fieldsOf, redirected, requestHead } from "./request.ts";
import { parseTarget } from "./target.ts";

const target = (url: string) => {
  const parsed = parseTarget(url);
  if (!parsed.ok) throw new Error(parsed.failure.message);
  return parsed.target;
};

const draft = (over: object = {}) => ({
  method: "GET",
  target: target("http://h:1/p?q"),
  fields: [],
  body: undefined,
  ...over,
});
const lines = (head: string): string[] => head.split("\r\n");

describe("the head of a request", () => {
  test("has request line, host, agent and nothing else to say", () => {
    expect(requestHead(draft(), "agent/1", "", false)).toBe(
      "GET /p?q HTTP/1.1\r\nHost: h:1\r\nUser-Agent: agent/1\r\n\r\n",
    );
  });

  test("counts the body in bytes", () => {
    expect(lines(requestHead(draft({ method: "POST", body: "hé" }), "", "", false))).toContain("Content-Length: 3");
    expect(lines(requestHead(draft({ method: "PUT" }), "", "", false))).toContain("Content-Length: 0");
    expect(requestHead(draft({ method: "DELETE" }), "", "", false)).not.toContain("Content-Length");
  });

  test("lets a script set host and agent, and an empty agent leaves it out", () => {
    const fields = fieldsOf({ host: "other", "user-agent": "" });
    expect(requestHead(draft({ fields }), "agent", "", false)).toBe("GET /p?q HTTP/1.1\r\nHost: other\r\n\r\n");
  });

  test("sends a user and password in the URL as basic authentication, unless the script sends its own", () => {
    const own = target("http://us:pw@h/");
    expect(requestHead(draft({ target: own }), "", "", false)).toContain("Authorization: Basic dXM6cHc=\r\n");
    expect(requestHead(draft({ target: own, fields: ["Authorization", "mine"] }), "", "", false)).not.toContain(
      "Basic",
    );
  });

  test("asks to close when connections are not reused", () => {
    expect(requestHead(draft(), "", "a=1", true)).toContain("Cookie: a=1\r\nConnection: close\r\n\r\n");
  });
});

describe("a script's headers", () => {
  test("are spelt canonically, and never frame the message", () => {
    expect(fieldsOf({ "x-lower": 5, "Content-Length": "9", "transfer-encoding": "chunked" })).toEqual(["X-Lower", "5"]);
  });

  test.each([
    [{ "x y": "1" }, 'net/http: invalid header field name "x y"'],
    [{ xy: "1\r\nInjected: 1" }, 'net/http: invalid header field value for "Xy"'],
    [{ xy: "1\u0000" }, 'net/http: invalid header field value for "Xy"'],
  ])("%j is a failure", (headers, message) => {
    expect(fieldsOf(headers)).toEqual({ message, code: 1000 });
  });
});

test("cookies: the script's own header, the request's, then the jar's but for replaced ones", () => {
  const jar = ["a", "b"].map((name) => ({ name, value: "jar", quoted: false }));
  const asked = [
    { name: "a", value: "mine", replace: false },
    { name: "b", value: "mine", replace: true },
  ];
  const kept = jar.map((c) => ({
    ...c,
    domain: "",
    path: "",
    expires: undefined,
    maxAge: 0,
    secure: false,
    httpOnly: false,
  }));
  expect(cookieHeader("raw=1", asked, kept)).toBe("raw=1; a=mine; b=mine; a=jar");
  expect(cookieHeader(undefined, [], [])).toBe("");
});

describe("a redirect", () => {
  const post = draft({
    method: "POST",
    body: "b",
    fields: ["Content-Type", "x", "Authorization", "secret", "X-Own", "1", "Host", "h", "Cookie", "c=1"],
  });

  test.each([301, 302, 303])("%i becomes a GET without body", (status) => {
    const next = redirected(post, status, target("http://h:1/next"));
    expect({ method: next.method, body: next.body }).toEqual({ method: "GET", body: undefined });
    expect(next.fields).toEqual(["Authorization", "secret", "X-Own", "1", "Referer", "http://h:1/p?q"]);
  });

  test.each([307, 308])("%i repeats method and body", (status) => {
    const next = redirected(post, status, target("http://h:1/next"));
    expect({ method: next.method, body: next.body }).toEqual({ method: "POST", body: "b" });
    expect(next.fields).toContain("Content-Type");
  });

  test("takes no credentials to another host, but to a subdomain", () => {
    expect(redirected(post, 302, target("http://evil/")).fields).not.toContain("Authorization");
    expect(redirected(post, 302, target("http://a.h/")).fields).toContain("Authorization");
    expect(redirected(post, 302, target("http://badh/")).fields).not.toContain("Authorization");
  });

  test("keeps a HEAD a HEAD", () => {
    expect(redirected(draft({ method: "HEAD" }), 303, target("http://h/")).method).toBe("HEAD");
  });
});

test("received headers have k6's names, repeated ones joined, framing left out", () => {
  const fields = [
    "content-type",
    "a",
    "x-m",
    "1",
    "X-M",
    "2",
    "Connection",
    "close",
    "transfer-encoding",
    "chunked",
    "bad name",
    "x",
  ];
  expect(headersOf([...fields, "Content-Length", "9"], true)).toEqual({
    "Content-Type": "a",
    "X-M": "1, 2",
    "bad name": "x",
  });
  expect(canonicalName("x_under-score")).toBe("X_under-Score");
});
