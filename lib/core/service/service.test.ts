import { expect, test } from "vitest";
import { get, post } from "./endpoint.ts";
import { readReply, replyOf } from "./read-reply.ts";
import { requestKinds } from "./request-kinds.ts";
import { defineService, serviceProblems } from "./service.ts";

const classify = post("/classify", (mail) => ({ q: mail.text }));

test("a path and a body describe a service", () => {
  const service = defineService({ data: "mails.jsonl", endpoints: { classify } });
  const [kind] = requestKinds(service);
  expect(kind).toMatchObject({ name: "classify", rows: 1, share: 1 });
  expect(kind?.endpoint.body?.([{ text: "hello" }])).toEqual({ q: "hello" });
});

test("several sizes make an endpoint each, with a share of its own", () => {
  const batch = post("/batch", (_, mails) => mails.length, { rows: [1, 5, 25], share: [4, 2, 1] });
  const kinds = requestKinds(defineService({ data: "mails.jsonl", endpoints: { batch, up: get("/health") } }));
  expect(kinds.map(({ name, rows, share }) => [name, rows, share])).toEqual([
    ["batch", 1, 4],
    ["batch-5", 5, 2],
    ["batch-25", 25, 1],
    ["up", null, 1],
  ]);
  expect(kinds[1]?.endpoint.body?.([{}, {}])).toBe(2);
});

test("two endpoints of one name are refused", () => {
  const batch = post("/batch", () => null, { rows: [5] });
  expect(() => requestKinds({ data: "d.csv", endpoints: { batch, "batch-5": classify } })).toThrow("called batch-5");
});

test.each<[string, unknown, string]>([
  ["a misspelt key", { data: "d.csv", endpoint: {} }, 'service: there is no "endpoint"; did you mean "endpoints"?'],
  ["a key like none", { data: "d.csv", zzzzzz: 1, endpoints: { classify } }, 'service: there is no "zzzzzz"'],
  ["no endpoint", { data: "d.csv", endpoints: {} }, "it has no endpoint"],
  ["no data", { endpoints: { classify } }, "data must name a file or be a function"],
  ["no object", null, "a service is an object with data and endpoints"],
  [
    "a relative path",
    { data: "d.csv", endpoints: { a: { ...classify, path: "a" } } },
    'endpoint a: its path must begin with "/"',
  ],
  [
    "a misspelt option",
    { data: "d.csv", endpoints: { a: { ...classify, row: 5 } } },
    'endpoint a: there is no "row"; did you mean "rows"?',
  ],
  [
    "no rows",
    { data: "d.csv", endpoints: { a: { ...classify, rows: 0 } } },
    "endpoint a: rows must be a whole number from 1, or a list of them",
  ],
  [
    "a size twice",
    { data: "d.csv", endpoints: { a: { ...classify, rows: [5, 5] } } },
    "endpoint a: rows names a size twice",
  ],
  [
    "too few shares",
    { data: "d.csv", endpoints: { a: { ...classify, rows: [1, 5], share: [1] } } },
    "endpoint a: 1 shares for 2 sizes",
  ],
  [
    "no endpoint but a text",
    { data: "d.csv", endpoints: { a: "/a" } },
    "endpoint a: is no endpoint; make one with post(path, body) or get(path)",
  ],
])("%s is named", (_, described, problem) => {
  expect(serviceProblems(described)).toContain(problem);
});

test("a wrong description is refused when it is made", () => {
  expect(() => defineService({ data: "", endpoints: {} })).toThrow(/data must name a file.*\n.*no endpoint/);
});

test.each<[string, string, number, unknown]>([
  ["JSON", '{"label":"spam"}', 1, { kind: "answers", answers: [{ label: "spam" }] }],
  ["NaN", '{"score":NaN}', 1, { kind: "malformed" }],
  ["HTML", "<html></html>", 1, { kind: "malformed" }],
  ["nothing", "", 1, { kind: "malformed" }],
  ["a list of several", "[1,2]", 2, { kind: "answers", answers: [1, 2] }],
  ["too few", "[1]", 2, { kind: "count", got: 1 }],
])("a reply of %s", (_, body, rows, read) => {
  expect(
    readReply(
      classify,
      replyOf(200, body),
      Array.from({ length: rows }, () => ({})),
    ),
  ).toEqual(read);
});

test("a reader that throws has met another shape", () => {
  const reads = post("/a", () => null, {
    answers: () => {
      throw new TypeError("no such field");
    },
  });
  expect(readReply(reads, replyOf(200, "{}"), [{}])).toEqual({ kind: "malformed" });
});
