import { describe, expect, test } from "vitest";
import { mapHost, Resolver } from "./resolver.ts";

describe("the hosts option", () => {
  const hosts = { "a.example": "10.0.0.1", "a.example:8080": "10.0.0.2:9090", "*.b.example": "[::1]:80", c: "other" };
  test.each([
    ["a.example", 80, { address: "10.0.0.1", port: 80 }],
    ["a.example", 8080, { address: "10.0.0.2", port: 9090 }],
    ["x.y.b.example", 443, { address: "::1", port: 80 }],
    ["b.example", 443, undefined],
    ["c", 1, { address: "other", port: 1 }],
  ])("%s:%i", (host, port, mapped) => {
    expect(mapHost(host, port, hosts)).toEqual(mapped);
  });
});

describe("the resolver", () => {
  test("knows literal addresses without asking", () => {
    const resolver = new Resolver(() => 0);
    expect(resolver.known("127.0.0.1", 1, {})).toEqual({ address: "127.0.0.1", port: 1 });
    expect(resolver.known("::1", 1, {})).toEqual({ address: "::1", port: 1 });
  });

  test("asks once in five minutes, takes the addresses in turn, and forgets on demand", () => {
    let now = 0;
    let asked = 0;
    const resolver = new Resolver(
      () => now,
      (_host, done) => {
        asked++;
        done(null, ["10.0.0.1", "10.0.0.2"]);
      },
    );
    const address = (): string | undefined => {
      const known = resolver.known("h", 1, {});
      if (known) return known.address;
      resolver.ask("h", 1, {}, () => undefined);
      return resolver.known("h", 1, {})?.address;
    };
    expect(new Set([address(), address(), address(), address()])).toEqual(new Set(["10.0.0.1", "10.0.0.2"]));
    expect(asked).toBe(1);
    now += 5 * 60_000 + 1;
    address();
    expect(asked).toBe(2);
    resolver.forget("h");
    address();
    expect(asked).toBe(2);
    now += 2000;
    resolver.forget("h");
    address();
    expect(asked).toBe(3);
  });

  test("asks once for all who want to know at the same time", () => {
    const answers: ((error: Error | null, addresses: readonly string[]) => void)[] = [];
    const resolver = new Resolver(
      () => 0,
      (_host, done) => answers.push(done),
    );
    let told = 0;
    for (let i = 0; i < 3; i++) resolver.ask("h", 1, {}, () => told++);
    expect(answers).toHaveLength(1);
    answers[0]?.(null, ["10.0.0.1"]);
    expect(told).toBe(3);
    expect(resolver.known("h", 1, {})).toEqual({ address: "10.0.0.1", port: 1 });
  });

  test("says in k6's words that there is no such host", () => {
    const resolver = new Resolver(
      () => 0,
      (_host, done) => done(Object.assign(new Error("x"), { code: "ENOTFOUND" }), []),
    );
    let failed: unknown;
    resolver.ask("h", 1, {}, (f) => {
      failed = f;
    });
    expect(failed).toEqual({ message: "lookup: no such host", code: 1101 });
  });
});
