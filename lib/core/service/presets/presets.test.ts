// The bodies and replies are those the protocols' own documents show.

import { expect, test } from "vitest";
import type { Endpoint } from "../endpoint.ts";
import { readReply, replyOf } from "../read-reply.ts";
import { embeddings } from "./embeddings.ts";
import { instances } from "./instances.ts";
import { teiEmbed, teiPredict } from "./tei.ts";
import { v2 } from "./v2.ts";

const text = (row: string): string => row;
const read = (endpoint: Endpoint<string>, json: unknown, rows: readonly string[]): unknown =>
  readReply(endpoint, replyOf(200, JSON.stringify(json)), rows);

const model = v2<string>(
  "iris",
  (rows) => [{ name: "input0", shape: [rows.length, 1], datatype: "BYTES", data: [...rows] }],
  { output: "label" },
);

test("Open Inference Protocol: outputs by name, flat or nested", () => {
  expect(model.path).toBe("/v2/models/iris/infer");
  expect(model.body?.(["a", "b"])).toEqual({
    inputs: [{ name: "input0", shape: [2, 1], datatype: "BYTES", data: ["a", "b"] }],
  });
  const score = { name: "score", shape: [2], datatype: "FP32", data: [9, 9] };
  const flat = { name: "label", shape: [2, 2], datatype: "FP32", data: [1, 2, 3, 4] };
  const rows = {
    kind: "answers",
    answers: [
      [1, 2],
      [3, 4],
    ],
  };
  expect(read(model, { outputs: [score, flat] }, ["a", "b"])).toEqual(rows);
  expect(
    read(
      model,
      {
        outputs: [
          {
            ...flat,
            data: [
              [1, 2],
              [3, 4],
            ],
          },
        ],
      },
      ["a", "b"],
    ),
  ).toEqual(rows);
  expect(read(model, { outputs: [{ ...flat, shape: [2], data: [7, 8] }] }, ["a", "b"])).toEqual({
    kind: "answers",
    answers: [7, 8],
  });
  expect(read(model, { outputs: [{ ...flat, data: [1, 2, 3] }] }, ["a", "b"])).toEqual({ kind: "malformed" });
  expect(read(model, { outputs: [score] }, ["a", "b"])).toEqual({ kind: "malformed" });
  expect(read(model, { error: "no such model" }, ["a", "b"])).toEqual({ kind: "malformed" });
});

test("instances", () => {
  const spam = instances<string>("/v1/models/spam:predict", text);
  expect(spam.body?.(["a", "b"])).toEqual({ instances: ["a", "b"] });
  expect(read(spam, { predictions: [0.1, 0.9] }, ["a", "b"])).toEqual({ kind: "answers", answers: [0.1, 0.9] });
  expect(read(spam, { predictions: [0.1] }, ["a", "b"])).toEqual({ kind: "count", got: 1 });
});

test("TEI: several texts are lists of one, not a pair", () => {
  const spam = teiPredict<string>(text);
  const joy = [{ label: "joy", score: 0.9 }];
  const grief = [{ label: "grief", score: 0.8 }];
  expect(spam.body?.(["a"])).toEqual({ inputs: "a" });
  expect(spam.body?.(["a", "b"])).toEqual({ inputs: [["a"], ["b"]] });
  expect(read(spam, joy, ["a"])).toEqual({ kind: "answers", answers: [joy] });
  expect(read(spam, [joy, grief], ["a", "b"])).toEqual({ kind: "answers", answers: [joy, grief] });
  expect(teiEmbed<string>(text).body?.(["a", "b"])).toEqual({ inputs: ["a", "b"] });
  expect(read(teiEmbed<string>(text), [[0.1, 0.2]], ["a"])).toEqual({ kind: "answers", answers: [[0.1, 0.2]] });
});

test("OpenAI embeddings: by index, whatever the order", () => {
  const bge = embeddings<string>("bge", text);
  expect(bge.body?.(["a", "b"])).toEqual({ model: "bge", input: ["a", "b"] });
  const data = [
    { index: 1, embedding: [2] },
    { index: 0, embedding: [1] },
  ];
  expect(read(bge, { data }, ["a", "b"])).toEqual({ kind: "answers", answers: [[1], [2]] });
  expect(read(bge, { data: [{ index: 5, embedding: [2] }] }, ["a"])).toEqual({ kind: "malformed" });
});
