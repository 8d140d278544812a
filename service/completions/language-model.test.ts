import { describe, expect, test } from "vitest";
import { seededRandom } from "../../lib/core/random.ts";
import { trainTrigrams } from "./language-model.ts";

const model = trainTrigrams(["the cat sat on the mat .", "the cat sat on the hat ."]);
const wordsOf = (context: string, temperature: number, times = 400): Map<string, number> => {
  const random = seededRandom(3);
  const seen = new Map<string, number>();
  for (let i = 0; i < times; i++) {
    const id = model.next(model.encode(context), temperature, random);
    const word = id === undefined ? "" : model.decode(id);
    seen.set(word, (seen.get(word) ?? 0) + 1);
  }
  return seen;
};

describe("the trigram model", () => {
  test("follows what it has read, and colder the more closely", () => {
    expect((wordsOf("the cat", 1).get(" sat") ?? 0) / 400).toBeGreaterThan(0.8);
    expect(wordsOf("the cat", 0.2)).toEqual(new Map([[" sat", 400]]));
  });
  test("chooses between continuations as often as it read them", () => {
    const seen = wordsOf("on the", 1);
    const [mat = 0, hat = 0] = [seen.get(" mat"), seen.get(" hat")];
    expect(mat / (mat + hat)).toBeGreaterThan(0.38);
    expect(mat / (mat + hat)).toBeLessThan(0.62);
  });
  test("ends where its texts ended", () => {
    expect((wordsOf("mat .", 1).get("") ?? 0) / 400).toBeGreaterThan(0.8);
  });
  test("leaves words out that it never read, and puts no space before a stop", () => {
    expect(model.encode("the aardvark sat")).toEqual(model.encode("the sat"));
    const [stop] = model.encode(".");
    expect(stop === undefined ? "" : model.decode(stop)).toBe(".");
  });
  test("needs a word to learn from", () => {
    expect(() => trainTrigrams([" — "])).toThrow(RangeError);
  });
});
