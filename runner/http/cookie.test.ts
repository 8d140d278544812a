import { describe, expect, test } from "vitest";
import { cookiePair, parseSetCookie } from "./cookie.ts";
import { CookieStore } from "./cookie-jar.ts";
import { MAX_COOKIE } from "./limits.ts";

const NOW = Date.UTC(2026, 0, 1);
const scope = (host: string, path = "/", secure = false) => ({ host, path, secure });

function jarWith(from: ReturnType<typeof scope>, ...headers: string[]): CookieStore {
  const store = new CookieStore();
  for (const header of headers) {
    const cookie = parseSetCookie(header);
    if (cookie) store.set(from, cookie, NOW);
  }
  return store;
}

const names = (store: CookieStore, to: ReturnType<typeof scope>, now = NOW): string[] =>
  store.get(to, now).map((c) => `${c.name}=${c.value}`);

describe("Set-Cookie", () => {
  test("gives name, value and attributes", () => {
    expect(parseSetCookie("a=1; Path=/x; HttpOnly; Secure; Max-Age=100; Domain=d.example")).toEqual({
      name: "a",
      value: "1",
      quoted: false,
      domain: "d.example",
      path: "/x",
      expires: undefined,
      maxAge: 100,
      secure: true,
      httpOnly: true,
    });
  });

  test.each(["novalue", "=noname", "bad name=1", ""])("%j names no cookie", (header) => {
    expect(parseSetCookie(header)).toBeUndefined();
  });

  test("Max-Age=0 means delete, shown as -1 like k6", () => {
    expect(parseSetCookie("a=1; Max-Age=0")?.maxAge).toBe(-1);
  });
});

test("a cookie pair drops what may not stand in a header", () => {
  expect([
    cookiePair("a", "x y;z"),
    cookiePair("b", 'q"q'),
    cookiePair("c", "v", true),
    cookiePair("d", "1\r\n2"),
  ]).toEqual(['a="x yz"', "b=qq", 'c="v"', "d=12"]);
});

describe("the jar", () => {
  test("sends longer paths first, then the order in which cookies were set", () => {
    const store = jarWith(scope("h", "/setcookies"), "s=1", "p=2; Path=/setc", "t=3", "s=dup; Path=/");
    expect(names(store, scope("h", "/setc/x"))).toEqual(["p=2", "s=dup", "t=3"]);
    expect(names(store, scope("h", "/setcother"))).toEqual(["s=dup", "t=3"]);
  });

  test("keeps host-only cookies from subdomains, and domain cookies for them", () => {
    const store = jarWith(scope("a.example"), "own=1", "all=2; Domain=.a.example");
    expect(names(store, scope("b.a.example"))).toEqual(["all=2"]);
    expect(names(store, scope("A.EXAMPLE"))).toEqual(["own=1", "all=2"]);
  });

  test.each(["other.example", "ple", "example"])("takes no cookie for %s from a.example", (domain) => {
    expect(jarWith(scope("a.example"), `x=1; Domain=${domain}`).size).toBe(0);
  });

  test("sends secure cookies over TLS and to the loopback host only", () => {
    expect(names(jarWith(scope("h.example"), "x=1; Secure"), scope("h.example"))).toEqual([]);
    expect(names(jarWith(scope("h.example"), "x=1; Secure"), scope("h.example", "/", true))).toEqual(["x=1"]);
    expect(names(jarWith(scope("127.0.0.1"), "x=1; Secure"), scope("127.0.0.1"))).toEqual(["x=1"]);
  });

  test("forgets what has expired, by either rule", () => {
    const store = jarWith(scope("h"), "a=1; Max-Age=10", "b=2; Expires=Fri, 02 Jan 2026 00:00:00 GMT", "c=3");
    expect(names(store, scope("h"), NOW + 9_000)).toEqual(["a=1", "b=2", "c=3"]);
    expect(names(store, scope("h"), NOW + 86_400_000)).toEqual(["c=3"]);
    expect(store.size).toBe(1);
  });

  test("a server cannot fill the memory", () => {
    const store = new CookieStore();
    for (let i = 0; i < 4000; i++) {
      const cookie = parseSetCookie(`c${i}=1`);
      if (cookie) store.set(scope("h"), cookie, NOW);
    }
    expect(store.size).toBe(3000);
    expect(jarWith(scope("h"), `big=${"x".repeat(MAX_COOKIE)}`).size).toBe(0);
  });
});
