// The bodies and replies are those the protocols' own documents show, or a server was seen to give.

import { expect, test } from "vitest";
import type { Endpoint } from "../endpoint.ts";
import { readReply, replyOf } from "../read-reply.ts";
import { binaryRequest } from "./binary-tensor.ts";
import { embeddings } from "./embeddings.ts";
import { chat, completions } from "./generation.ts";
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

test("Open Inference Protocol: what MLServer 1.7.1 answered", () => {
  const recorded =
    '{"model_name":"iris","model_version":"v1","id":"285ab003-d25a-4085-b748-40a0f37269c6","parameters":{},"outputs":[{"name":"predict","shape":[2,1],"datatype":"INT64","parameters":{"content_type":"np"},"data":[0,2]}]}';
  expect(readReply(model, replyOf(200, recorded.replace("predict", "label")), ["a", "b"])).toEqual({
    kind: "answers",
    answers: [0, 2],
  });
});

test("Open Inference Protocol: tensors as bytes, with the length of the head in a header", () => {
  const binary = v2<number>(
    "m",
    (rows) => [
      { name: "x", shape: [rows.length, 2], datatype: "FP32", data: rows.map((x) => [x, -x]) },
      { name: "t", shape: [rows.length], datatype: "BYTES", data: rows.map((x) => `é${x}`) },
      { name: "n", shape: [rows.length], datatype: "INT64", data: [...rows] },
    ],
    { binary: true },
  );
  const body = binary.body?.([1]);
  if (!(body instanceof Uint8Array) || typeof binary.headers !== "function") throw new Error("bytes and headers");
  const length = Number(binary.headers([1], null, new Date(0))["Inference-Header-Content-Length"]);
  const head: unknown = JSON.parse(new TextDecoder().decode(body.subarray(0, length)));
  expect(head).toEqual({
    inputs: [
      { name: "x", shape: [1, 2], datatype: "FP32", parameters: { binary_data_size: 8 } },
      { name: "t", shape: [1], datatype: "BYTES", parameters: { binary_data_size: 7 } },
      { name: "n", shape: [1], datatype: "INT64", parameters: { binary_data_size: 8 } },
    ],
  });
  expect([...body.subarray(length)]).toEqual([
    ...[0, 0, 0x80, 0x3f, 0, 0, 0x80, 0xbf],
    ...[3, 0, 0, 0, 0xc3, 0xa9, 0x31],
    ...[1, 0, 0, 0, 0, 0, 0, 0],
  ]);
  expect(() => binaryRequest([{ name: "h", shape: [1], datatype: "FP16", data: [1] }])).toThrow("FP16 cannot be sent");
});

test("OpenAI chat and completions: the text, its tokens, and an error under a good status", () => {
  const hello = chat<string>("qwen", text, { maxTokens: 8, with: { seed: 1 } });
  expect(hello.body?.(["hi"])).toEqual({
    model: "qwen",
    messages: [{ role: "user", content: "hi" }],
    max_tokens: 8,
    seed: 1,
  });
  const answer = {
    id: "chatcmpl-1",
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content: "Hello!" }, finish_reason: "stop" }],
    usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
  };
  expect(read(hello, answer, ["hi"])).toEqual({ kind: "answers", answers: ["Hello!"] });
  expect(hello.items?.(replyOf(200, JSON.stringify(answer)), ["hi"])).toBe(3);
  expect(read(hello, { ...answer, choices: [] }, ["hi"])).toEqual({ kind: "error", why: "no choices" });
  expect(read(hello, { error: { message: "model overloaded" } }, ["hi"])).toEqual({
    kind: "error",
    why: "model overloaded",
  });
  const go = completions<string>("qwen", text);
  expect(go.body?.(["once"])).toEqual({ model: "qwen", prompt: "once" });
  expect(read(go, { choices: [{ text: " upon", index: 0 }] }, ["once"])).toEqual({
    kind: "answers",
    answers: [" upon"],
  });
});

test("TensorFlow Serving: the example of its REST document, and NaN, which is no JSON", () => {
  const half = instances<number>("/v1/models/half_plus_three:predict", (x) => x);
  expect(half.body?.([1, 2, 5])).toEqual({ instances: [1, 2, 5] });
  const asked = [1, 2, 5];
  expect(readReply(half, replyOf(200, '{"predictions": [3.5, 4.0, 5.5]}'), asked)).toEqual({
    kind: "answers",
    answers: [3.5, 4, 5.5],
  });
  expect(readReply(half, replyOf(200, '{"predictions": [3.5, NaN, 5.5]}'), asked)).toMatchObject({
    kind: "malformed",
  });
});
