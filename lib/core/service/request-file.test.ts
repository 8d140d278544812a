import { expect, test } from "vitest";
import { readReply, replyOf } from "./read-reply.ts";
import { requestOf } from "./request.ts";
import { groupRequests, type RequestRow, readRequest, requestService } from "./request-file.ts";
import { requestKinds } from "./request-kinds.ts";

const read = (json: unknown, line = 1): RequestRow => {
  const request = readRequest(json, line);
  if (typeof request === "string") throw new Error(request);
  return request;
};

test("a line is sent as it stands, whatever it asks", () => {
  const requests = [
    read({ path: "/v1/classify?lang=en", body: { q: "hello" }, headers: { "X-Key": "k" }, expect: "ham" }, 1),
    read({ path: "/up" }, 2),
    read({ path: "/v1/classify", body: "plain" }, 3),
  ];
  const { rows, groups } = groupRequests(requests);
  expect(groups).toEqual([
    { name: "v1-classify", method: "POST", from: 0, to: 2 },
    { name: "up", method: "GET", from: 2, to: 3 },
  ]);
  expect(rows.map(({ line }) => line)).toEqual([1, 3, 2]);
  const [classify, up] = requestKinds(requestService("r.jsonl", groups));
  if (classify === undefined || up === undefined) throw new Error("two kinds");
  expect([classify.share, up.share, classify.rows, up.rows]).toEqual([67, 33, 1, 1]);
  const wire = (kind: typeof classify, row: RequestRow) => requestOf(kind, [row], [String(row.line)], {}, new Date(0));
  expect(
    wire(classify, read({ path: "/v1/classify?lang=en", body: { q: "hello" }, headers: { "X-Key": "k" } })),
  ).toEqual({
    method: "POST",
    path: "/v1/classify?lang=en",
    headers: { "Content-Type": "application/json", "X-Key": "k" },
    body: '{"q":"hello"}',
  });
  expect(wire(up, read({ path: "/up" }))).toEqual({ method: "GET", path: "/up", headers: {}, body: null });
  const [row] = rows;
  if (row === undefined) throw new Error("a row");
  expect(readReply(classify.endpoint, replyOf(200, "plain words"), [row])).toEqual({
    kind: "answers",
    answers: ["plain words"],
  });
});

test("two places whose names are alike are told apart", () => {
  const { groups } = groupRequests([read({ path: "/a/b", body: 1 }), read({ path: "/a-b", body: 1 })]);
  expect(groups.map(({ name }) => name)).toEqual(["a-b", "a-b.2"]);
});

test.each<[string, unknown, string]>([
  ["no object", 7, 'line 3: is no object; {"path": "/…", "body": …} is one'],
  ["another key", { path: "/a", boddy: 1 }, 'line 3: there is no "boddy"; did you mean "body"?'],
  ["no path", { body: 1 }, 'line 3: its path must begin with "/"'],
  ["another method", { path: "/a", method: "PATCH" }, "line 3: its method must be GET, POST or PUT"],
  ["headers that are no texts", { path: "/a", headers: { a: 1 } }, "line 3: headers must be texts by name"],
])("a line with %s is named", (_, json, problem) => {
  expect(readRequest(json, 3)).toBe(problem);
});
