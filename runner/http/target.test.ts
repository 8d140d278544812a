import { describe, expect, test } from "vitest";
import { parseTarget, TargetCache } from "./target.ts";

const target = (url: string) => {
  const parsed = parseTarget(url);
  if (!parsed.ok) throw new Error(parsed.failure.message);
  return parsed.target;
};

describe("a URL", () => {
  test("names where to connect and what to ask for", () => {
    expect(target("http://example.org:8080/a/b?q=1#frag")).toEqual({
      secure: false,
      host: "example.org",
      port: 8080,
      authority: "example.org:8080",
      origin: "http://example.org:8080",
      path: "/a/b?q=1",
      shown: "http://example.org:8080/a/b?q=1#frag",
      userInfo: undefined,
    });
  });

  test("has the scheme's port and a root path when it names none", () => {
    expect(target("https://example.org")).toMatchObject({ port: 443, path: "/", secure: true });
    expect(target("http://[::1]?x")).toMatchObject({ host: "::1", port: 80, path: "/?x", authority: "[::1]" });
  });

  test("keeps its path as written, but for what may not stand in a request line", () => {
    expect(target("http://h/a/../b//c%20d é?q=1 2&r=ü").path).toBe("/a/../b//c%20d%20%C3%A9?q=1%202&r=%C3%BC");
  });

  test("hides user and password in tags", () => {
    const { shown, userInfo, authority } = target("http://us:p%40w@h:1/x@y");
    expect({ shown, userInfo, authority }).toEqual({
      shown: "http://****:****@h:1/x@y",
      userInfo: "us:p@w",
      authority: "h:1",
    });
  });
});

// Texts and codes as k6 v2.2.0 gave them.
test.each([
  ["foo", 1000, 'unsupported protocol scheme ""'],
  ["", 1000, 'unsupported protocol scheme ""'],
  ["//x/y", 1000, 'unsupported protocol scheme ""'],
  ["ftp://127.0.0.1/", 1000, 'unsupported protocol scheme "ftp"'],
  ["http://", 1000, "http: no Host in request URL"],
  ["http://127.0.0.1:99999/", 1210, "dial tcp: address 99999: invalid port"],
  ["http://[::1/", 1020, `invalid URL: parse "http://[::1/": missing ']' in host`],
  ["http://a b/", 1020, 'invalid URL: parse "http://a b/": invalid character " " in host name'],
])("%j is refused as k6 refuses it", (url, code, message) => {
  expect(parseTarget(url)).toEqual({ ok: false, failure: { code, message } });
});

test("a line break in a URL cannot reach the request line", () => {
  expect(parseTarget("http://h/a\r\nX: y")).toMatchObject({ ok: false, failure: { code: 1020 } });
});

test("the cache forgets rather than grows", () => {
  const cache = new TargetCache(2);
  const first = cache.get("http://h/1");
  expect(cache.get("http://h/1")).toBe(first);
  cache.get("http://h/2");
  cache.get("http://h/3");
  expect(cache.get("http://h/1")).not.toBe(first);
});
