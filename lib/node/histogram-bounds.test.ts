import { deflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { LatencyHistogram } from "../core/histogram.ts";
import { seededRandom } from "../core/random.ts";
import { histogramProblem } from "./histogram-bounds.ts";

const encoded = (latenciesMs: Iterable<number>): string => {
  const histogram = new LatencyHistogram();
  for (const ms of latenciesMs) histogram.record(ms);
  return histogram.encode();
};
/** As a histogram is packed, around any content. */
const packed = (content: Buffer): string => {
  const body = deflateSync(content);
  const head = Buffer.alloc(8);
  head.writeInt32BE(0x1c849314, 0);
  head.writeInt32BE(body.length, 4);
  return Buffer.concat([head, body]).toString("base64");
};

test("ours are histograms: of nothing, of one request, of half a million spread over a minute", () => {
  const random = seededRandom(1);
  const many = Array.from({ length: 500_000 }, () => 10 ** (random() * 7.78 - 3));
  for (const text of ["", encoded([]), encoded([12]), encoded([0, 60_000, 1e9]), encoded(many)]) {
    expect(histogramProblem(text)).toBeUndefined();
  }
});
test("one that inflates to a gigabyte is not inflated", () => {
  const bomb = packed(Buffer.alloc(64_000_000));
  expect(bomb.length).toBeLessThan(100_000);
  expect(histogramProblem(bomb)).toMatch(/^is larger than \d+ bytes$/);
});
test.each([
  ["a word", "hello there, this is no histogram", "is no HdrHistogram"],
  ["nothing but a cookie", Buffer.from([0x1c, 0x84, 0x93, 0x14]).toString("base64"), "is cut short"],
  ["half of one", encoded([1, 2, 3]).slice(0, 20), "is cut short"],
  ["one without content", packed(Buffer.alloc(3)), "is cut short"],
  ["one that is no deflate", `${encoded([1, 2, 3]).slice(0, 14)}${"A".repeat(80)}`, "does not inflate"],
])("%s is none", (_, text, problem) => {
  expect(histogramProblem(text)).toBe(problem);
});
