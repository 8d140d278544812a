import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { streamTimes } from "./stream-times.ts";

const at = (atMs: number, text = "x"): { atMs: number; text: string } => ({ atMs, text });

describe("the times of a stream", () => {
  test("40 pieces, the first after 120 ms and one each 10 ms", () => {
    const pieces = Array.from({ length: 40 }, (_, i) => at(1000 + 120 + i * 10));
    expect(streamTimes(1000, pieces, undefined)).toMatchObject({
      ttftMs: 120,
      endToEndMs: 510,
      tpotMs: 10,
      tokens: 40,
      countedBy: "pieces",
    });
  });
  test("a role at the front and usage at the end are no content", () => {
    const times = streamTimes(0, [at(5, ""), at(50), at(70), at(400, "")], undefined);
    expect(times).toMatchObject({ ttftMs: 50, endToEndMs: 70, interChunkMs: [20], tokens: 2 });
  });
  test("tokens are the server's where it counts: two pieces of five tokens each", () => {
    expect(streamTimes(0, [at(10), at(55)], 10)).toMatchObject({ tpotMs: 5, tokens: 10, countedBy: "usage" });
  });
  test("one token has no time per token, and none has no first", () => {
    expect(streamTimes(0, [at(10)], undefined)?.tpotMs).toBeUndefined();
    expect(streamTimes(0, [at(10, "")], 0)).toBeUndefined();
  });
  test("a stall shows between pieces and only there by its size", () => {
    expect(streamTimes(0, [at(10), at(20), at(520)], undefined)?.interChunkMs).toEqual([10, 500]);
  });
  test("first token and all that follows make up the whole", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(gaps, (ms) => {
        const arrivals = ms.map((_, i) => at(7 + ms.slice(0, i + 1).reduce((a, b) => a + b, 0)));
        const times = streamTimes(7, arrivals, undefined);
        const sum = times?.interChunkMs.reduce((a, b) => a + b, 0) ?? Number.NaN;
        expect((times?.ttftMs ?? Number.NaN) + sum).toBeCloseTo(times?.endToEndMs ?? Number.NaN, 6);
      }),
    );
  });
});
