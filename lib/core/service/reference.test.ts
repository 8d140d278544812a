import { expect, test } from "vitest";
import { readReply, replyOf } from "./read-reply.ts";
import { referenceService } from "./reference.ts";
import { requestKinds } from "./request-kinds.ts";

const kinds = requestKinds(referenceService);

test("the reference contract has the guide's endpoints in the guide's proportions", () => {
  expect(kinds.map(({ name, rows, share, family }) => [name, rows, share, family])).toEqual([
    ["predict", 1, 6, "predict"],
    ["batch-5", 5, 2, "predict"],
    ["batch-25", 25, 3, "predict"],
    ["batch-50", 50, 1, "predict"],
    ["health", null, 2, "health"],
  ]);
});

test("its answers are predictions, and nothing else", () => {
  const [predict, batch] = kinds;
  const mail = { id: "a", label: "spam", text: "buy" };
  const read = (kind: typeof predict, json: unknown, rows: number): unknown =>
    kind && readReply(kind.endpoint, replyOf(200, JSON.stringify(json)), Array(rows).fill(mail));
  expect(read(predict, { label: "spam", score: 0.9 }, 1)).toEqual({
    kind: "answers",
    answers: [{ label: "spam", score: 0.9 }],
  });
  expect(read(predict, { label: "spam", score: 2 }, 1)).toEqual({ kind: "malformed" });
  expect(read(batch, { predictions: [{ label: "spam", score: 1 }] }, 2)).toEqual({ kind: "count", got: 1 });
});
