import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readReply, replyOf } from "../service/read-reply.ts";
import { referenceService } from "../service/reference.ts";
import { requestKinds } from "../service/request-kinds.ts";
import type { Prediction } from "../service-contract.ts";
import { type AnswerBook, answerBook } from "./answer-book.ts";
import { GOLDEN_SCHEMA, type GoldenSet, readGoldenSet } from "./golden-set.ts";
import { judgeAnswers, type RowVerdict, type SentId } from "./judge-answer.ts";
import { takeGolden } from "./take-golden.ts";

const goldenOf = (inputs: Record<string, Prediction>, unstable: readonly string[] = []): GoldenSet => ({
  schema: GOLDEN_SCHEMA,
  corpusHash: "c0",
  takenAt: "2026-01-01T00:00:00.000Z",
  target: { url: "http://127.0.0.1:1", profile: null },
  inputs,
  unstable,
});
const [predict, batchOf] = requestKinds(referenceService);
const judge = (
  kind: typeof predict,
  json: unknown,
  sent: readonly SentId[],
  against: AnswerBook,
): readonly RowVerdict[] => {
  if (kind === undefined) throw new Error("the reference contract has lost an endpoint");
  const mails = sent.map(() => ({ id: "", label: "", text: "" }));
  return judgeAnswers(readReply(kind.endpoint, replyOf(200, JSON.stringify(json) ?? ""), mails), sent, against);
};
const judgeAnswer = (json: unknown, sent: SentId, against: AnswerBook) => judge(predict, json, [sent], against)[0];
const judgeBatch = (json: unknown, sent: readonly SentId[], against: AnswerBook) =>
  // A list of one is a batch all the same, and is judged as one where its endpoint takes several.
  judge(batchOf, json, sent, against);

const spam = (score: number): Prediction => ({ label: "spam", score });
const ham = (score: number): Prediction => ({ label: "ham", score });

/** Two canaries in the middle, and two texts whose scores are too near each other to be any. */
const inputs = { a: spam(0.71), b: ham(0.64), c: spam(0.9999), d: spam(0.99995) };
const book = answerBook(goldenOf(inputs));

describe("judgeAnswer", () => {
  test("accepts the golden answer and one within the tolerance", () => {
    expect(judgeAnswer(spam(0.71), "a", book)).toBeUndefined();
    expect(judgeAnswer(spam(0.71009), "a", book)).toBeUndefined();
  });
  test("tells a wrong label from a wrong score", () => {
    expect(judgeAnswer(ham(0.55), "a", book)).toBe("label");
    expect(judgeAnswer(spam(0.72), "a", book)).toBe("score");
  });
  test("knows a canary's answer in another text's place", () => {
    expect(judgeAnswer(ham(0.64), "a", book)).toBe("mixed-up");
    expect(judgeAnswer(spam(0.9999), "a", book)).toBe("score");
  });
  test("calls everything malformed that is no prediction", () => {
    for (const body of [
      undefined,
      null,
      [],
      {},
      { label: "spam" },
      { label: "", score: 0.5 },
      { label: "x", score: 2 },
    ])
      expect(judgeAnswer(body, "a", book)).toBe("malformed");
  });
  test("judges a text nobody knows by its shape only", () => {
    expect(judgeAnswer(spam(0.1), null, book)).toBeUndefined();
    expect(judgeAnswer("x", null, book)).toBe("malformed");
  });
  test("calls no answer about an unstable input wrong", () => {
    expect(judgeAnswer(ham(0.5), "a", answerBook(goldenOf(inputs, ["a"])))).toBeUndefined();
  });
});

describe("judgeBatch", () => {
  const batch = (...predictions: Prediction[]) => ({ predictions });

  test("accepts each item as its text would have been answered alone", () => {
    expect(judgeBatch(batch(inputs.a, inputs.b), ["a", "b"], book)).toEqual([undefined, undefined]);
  });
  test("finds answers in each other's place, also of texts that are no canaries", () => {
    expect(judgeBatch(batch(inputs.b, inputs.a), ["a", "b"], book)).toEqual(["mixed-up", "mixed-up"]);
    expect(judgeBatch(batch(inputs.c, inputs.a), ["a", "c"], book)).toEqual(["mixed-up", "mixed-up"]);
  });
  test("finds an answer from outside of the batch", () => {
    expect(judgeBatch(batch(inputs.b, inputs.c), ["a", "c"], book)).toEqual(["mixed-up", undefined]);
  });
  test("finds an item that differs from the single answer", () => {
    expect(judgeBatch(batch(spam(0.73), inputs.b), ["a", "b"], book)).toEqual(["batch-differs", undefined]);
  });
  test("condemns every text of a wrong count or shape", () => {
    expect(judgeBatch(batch(inputs.a), ["a", "b"], book)).toEqual(["count", "count"]);
    expect(judgeBatch({ predictions: [1] }, ["a"], book)).toEqual(["malformed"]);
  });
  test("does not mind which of two equal texts is answered first", () => {
    expect(judgeBatch(batch(inputs.a, inputs.a), ["a", "a"], book)).toEqual([undefined, undefined]);
  });
  test("finds something in every batch whose answers are out of order, unless they are alike", () => {
    const distinct = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`t${i}`, spam(0.1 + i * 0.04)]));
    const many = answerBook(goldenOf(distinct));
    const order = fc.shuffledSubarray(Object.keys(distinct), { minLength: 2 });
    fc.assert(
      fc.property(order, (ids) => {
        const rotated = [...ids.slice(1), ...ids.slice(0, 1)].flatMap((id) => distinct[id] ?? []);
        expect(judgeBatch({ predictions: rotated }, ids, many)).toEqual(ids.map(() => "mixed-up"));
      }),
    );
  });
});

describe("answers of another kind than predictions", () => {
  const classes = answerBook({ inputs: { a: [0], b: [1], c: [2] }, unstable: [] });
  const read = (...answers: readonly unknown[]) => ({ kind: "answers", answers }) as const;

  test("a class that only one row gets is no canary: another row's wrong class is just that", () => {
    expect(classes.canaries).toEqual([]);
    expect(judgeAnswers(read([1]), ["a"], classes)).toEqual(["label"]);
    expect(judgeAnswers(read([1], [0]), ["a", "b"], classes)).toEqual(["batch-differs", "batch-differs"]);
  });
  test("vectors are known again", () => {
    const vectors = answerBook({ inputs: { a: [0.1, 0.2], b: [0.1, 0.3], c: [0.5, 0.5] }, unstable: [] });
    expect([...vectors.canaries].sort()).toEqual(["a", "b", "c"]);
    expect(judgeAnswers(read([0.1, 0.3]), ["a"], vectors)).toEqual(["mixed-up"]);
    expect(judgeAnswers(read([0.1, 0.25]), ["a"], vectors)).toEqual(["score"]);
    expect(judgeAnswers(read([0.5, 0.5], [0.1, 0.2]), ["a", "c"], vectors)).toEqual(["mixed-up", "mixed-up"]);
  });
  test("a description says itself when two are the same", () => {
    const sameLength = (a: unknown, b: unknown) => String(a).length === String(b).length;
    expect(
      judgeAnswers(read("xyz"), ["a"], answerBook({ inputs: { a: "abc" }, unstable: [] }, { same: sameLength })),
    ).toEqual([undefined]);
  });
});

describe("answerBook", () => {
  test("takes for canaries only what nothing else answers alike", () => {
    expect([...book.canaries].sort()).toEqual(["a", "b"]);
  });
});

describe("takeGolden", () => {
  const about = { corpusHash: "c0", takenAt: "t", target: { url: "u", profile: null } };

  test("keeps the first answer and marks inputs whose answers differ", () => {
    const set = takeGolden(about, [
      { id: "a", answers: [spam(0.7), spam(0.70001)] },
      { id: "b", answers: [spam(0.7), spam(0.8)] },
      { id: "c", answers: [] },
    ]);
    expect(set.inputs).toEqual({ a: spam(0.7), b: spam(0.7) });
    expect(set.unstable).toEqual(["b"]);
  });
  test("makes what readGoldenSet reads", () => {
    const set = takeGolden(about, [{ id: "a", answers: [spam(0.7)] }]);
    expect(readGoldenSet(JSON.parse(JSON.stringify(set)))).toEqual(set);
  });
});

describe("readGoldenSet", () => {
  test("names every problem of a file that is none", () => {
    expect(readGoldenSet([])).toEqual(["not a JSON object"]);
    expect(readGoldenSet({ schema: "other" })).toHaveLength(1);
    expect(readGoldenSet({ schema: GOLDEN_SCHEMA, inputs: { a: null } })).toHaveLength(5);
  });
});
