import fc from "fast-check";
import { expect, test } from "vitest";
import { pathName, requestName } from "./request-name.ts";

test.each([
  ["", "/"],
  ["/", "/"],
  ["/users", "/users"],
  ["/users/", "/users/"],
  ["/users/42", "/users/{n}"],
  ["/users/42/orders/7", "/users/{n}/orders/{n}"],
  ["/api/v1/items/9", "/api/v1/items/{n}"],
  ["/v2.1/items", "/v2.1/items"],
  ["/o/3f2504e0-4f89-11d3-9a0c-0305e82c3301", "/o/{uuid}"],
  ["/o/file-3F2504E0-4F89-11D3-9A0C-0305E82C3301.png", "/o/file-{uuid}.png"],
  ["/commit/a1b2c3d", "/commit/{hash}"],
  ["/sha/da39a3ee5e6b4b0d3255bfef95601890afd80709", "/sha/{hash}"],
  ["/img/da39a3ee5e6b4b0d.png", "/img/{hash}.png"],
  ["/k/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/k/{hash}"],
  ["/k/V1StGXR8_Z5jdHi6B-myT", "/k/{hash}"],
  ["/user-42/page=3", "/user-{n}/page={n}"],
  ["/12.5", "/{n}.{n}"],
  ["/report/7.pdf", "/report/{n}.pdf"],
  ["/posts/$" + "{}", "/posts/{}"],
])("%s is %s", (path, name) => {
  expect(pathName(path)).toBe(name);
});

test.each(["/facade", "/defaced", "/http2", "/oauth2/token", "/s3", "/my-article-about-2-things-in-order", "/a/b.js"])(
  "%s keeps its words",
  (path) => {
    expect(pathName(path).replaceAll("{n}", "2")).toBe(path);
  },
);

test("a name the script gave stands as it is, and a URL is method and path", () => {
  expect(requestName({ name: "login 7", url: "login 7", method: "POST" })).toBe("login 7");
  expect(requestName({ name: "http://h:1/a/1?q=2#x", method: "PUT" })).toBe("PUT /a/{n}");
  expect(requestName({ url: "https://h", method: "GET" })).toBe("GET /");
  expect(requestName({ name: "http://h/posts/$" + "{}", method: "GET" })).toBe("GET /posts/{}");
  expect(requestName({ method: "GET" })).toBeUndefined();
});

const segment = fc.oneof(
  fc.nat().map(String),
  fc.uuid(),
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 16, maxLength: 64 }),
  fc.stringMatching(/^[a-z]{1,12}$/),
  fc.stringMatching(/^[a-z]{1,6}[-_.=][0-9]{1,6}$/),
);
const path = fc.array(segment, { maxLength: 6 }).map((parts) => `/${parts.join("/")}`);

test("naming twice changes nothing, and the number of segments stays", () => {
  fc.assert(
    fc.property(path, (p) => {
      const once = pathName(p);
      expect(pathName(once)).toBe(once);
      expect(once.split("/")).toHaveLength(p.split("/").length);
    }),
  );
});

test("paths that differ in a number, a UUID or a digest are one endpoint", () => {
  const digest = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 32, maxLength: 64 });
  const kind = fc.oneof(
    fc.tuple(fc.nat().map(String), fc.nat().map(String)),
    fc.tuple(fc.uuid(), fc.uuid()),
    fc.tuple(digest, digest),
  );
  fc.assert(
    fc.property(kind, path, ([a, b], rest) => {
      // A digest of figures alone reads as a number.
      fc.pre(/^\d+$/.test(a) === /^\d+$/.test(b));
      expect(pathName(`/x/${a}${rest}`)).toBe(pathName(`/x/${b}${rest}`));
    }),
  );
});
