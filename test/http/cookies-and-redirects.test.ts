// What a VU remembers from one request to the next: cookies, and where it was sent on to.

import { describe, expect, test } from "vitest";
import { CookieJar } from "../../runner/http/cookie-jar-api.ts";
import { fakeVu } from "./fake-vu.ts";
import { wellBehavedServer } from "./well-behaved-server.ts";

const server = await wellBehavedServer();

describe("cookies", () => {
  const cookie = async (vu: ReturnType<typeof fakeVu>, params?: object): Promise<unknown> => {
    const head = (await vu.request("get", `${server.url}/echo`, params)).json("head");
    return Array.isArray(head) ? head.find((line) => String(line).startsWith("Cookie:")) : undefined;
  };

  test("are kept for the iteration, and longer only if the options say so", async () => {
    const [vu, keeping] = [fakeVu(), fakeVu({ noCookiesReset: true })];
    for (const each of [vu, keeping]) await each.request("get", `${server.url}/cookie`);
    expect(await cookie(vu)).toBe("Cookie: a=1; b=2");
    for (const each of [vu, keeping]) each.client.endIteration();
    expect(await cookie(vu)).toBeUndefined();
    expect(await cookie(keeping)).toBe("Cookie: a=1; b=2");
  });

  test("of a response and of jars have k6's shape", async () => {
    const vu = fakeVu();
    const { cookies } = await vu.request("get", `${server.url}/cookie`);
    expect(cookies.b).toEqual([
      {
        name: "b",
        value: "2",
        domain: "",
        path: "",
        http_only: false,
        secure: false,
        max_age: 100,
        expires: -6795364578871,
      },
    ]);
    const jar = vu.client.jar;
    jar.set(server.url, "k", "v", { path: "/echo" });
    expect(jar.cookiesForURL(`${server.url}/echo`)).toEqual({ k: ["v"], a: ["1"], b: ["2"] });
    jar.delete(server.url, "a");
    expect(await cookie(vu, { cookies: { b: { value: "mine", replace: true }, x: "y z" } })).toBe(
      'Cookie: b=mine; x="y z"; k=v',
    );
    jar.clear(server.url);
    expect(jar.cookiesForURL(server.url)).toEqual({});
    const own: unknown = Reflect.construct(Object(vu.module.CookieJar), []);
    expect(own).toBeInstanceOf(CookieJar);
    expect(await cookie(vu, { jar: own })).toBeUndefined();
  });
});

describe("redirects", () => {
  test("are followed, each hop with its own samples and the cookies set on the way", async () => {
    const vu = fakeVu();
    const response = await vu.request("post", `${server.url}/hop`, "body", { headers: { "Content-Type": "x" } });
    expect(response.url).toBe(`${server.url}/echo?x=1`);
    expect(response.json("head")).toEqual([
      "GET /echo?x=1 HTTP/1.1",
      `Host: 127.0.0.1:${server.port}`,
      "User-Agent: test",
      `Referer: ${server.url}/hop`,
      "Cookie: hop=1",
    ]);
    expect(vu.of("http_reqs").map((s) => [s.tags.method, s.tags.status, s.tags.name])).toEqual([
      ["POST", "302", `${server.url}/hop`],
      ["GET", "200", `${server.url}/echo?x=1`],
    ]);
    expect(vu.of("http_req_connecting").map((s) => s.value > 0)).toEqual([true, false]);
  });

  test("of status 307 repeat the request", async () => {
    const response = await fakeVu().request("post", `${server.url}/keep`, "body");
    expect([response.json("head.0"), response.json("body")]).toEqual(["POST /echo HTTP/1.1", "body"]);
  });

  test("end after the allowed number with the last redirect as the answer", async () => {
    const vu = fakeVu();
    expect(await vu.request("get", `${server.url}/loop`)).toMatchObject({ status: 302, body: "again" });
    expect(vu.of("http_reqs")).toHaveLength(11);
    expect(await vu.request("get", `${server.url}/hop`, { redirects: 0 })).toMatchObject({ status: 302 });
  });
});
