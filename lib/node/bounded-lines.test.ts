import { PassThrough } from "node:stream";
import { finished } from "node:stream/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { boundedLines } from "./bounded-lines.ts";

async function linesOf(pieces: readonly (string | Buffer)[], most?: number): Promise<string[]> {
  const input = new PassThrough();
  const lines: string[] = [];
  boundedLines(input, (line) => lines.push(line), most);
  for (const piece of pieces) input.write(piece);
  input.end();
  await finished(input);
  return lines;
}

test("lines are told whole, however they arrive, the last one also without its break", async () => {
  expect(await linesOf(["a\nb", "c\r\n\nd"])).toEqual(["a", "bc", "", "d"]);
  expect(await linesOf(["a\n"])).toEqual(["a"]);
  const [first, second] = [Buffer.from("ä\n").subarray(0, 1), Buffer.from("ä\n").subarray(1)];
  expect(await linesOf([first, second])).toEqual(["ä"]);
});

test("of a line no more than the most is kept, whether it ends or not", async () => {
  const megabyte = "x".repeat(1_000_000);
  expect(await linesOf([...Array.from({ length: 20 }, () => megabyte), "\nnext"], 10)).toEqual(["xxxxxxxxxx", "next"]);
});

test("where a piece ends changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom("a", "\n", "bc", "\r\n")), async (pieces) => {
      expect(await linesOf(pieces)).toEqual(await linesOf([pieces.join("")]));
    }),
    { numRuns: 50 },
  );
});
