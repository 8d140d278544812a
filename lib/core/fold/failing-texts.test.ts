import { expect, test } from "vitest";
import { textsAt } from "../load/workload.ts";
import { failingTexts, overEndpoints } from "./failing-texts.ts";
import { RequestFold } from "./request-fold.ts";

const options = { seed: 3, repeatShare: 0.5 };
const CORPUS = 40;
/** Which texts a request held, drawn as a scenario draws them. */
const drawn = (corpusSize: number, of: typeof options) => (endpoint: { readonly texts: number }, index: number) =>
  textsAt(index, endpoint.texts, corpusSize, of).map(({ text }) => text);

/** Requests 0 to 299, in turn single and of five; those that hold a text of `bad` fail. */
const asked = (bad: readonly number[], failsToo: (index: number) => boolean = () => false) => {
  const [single, five] = [new RequestFold(), new RequestFold()];
  for (let index = 0; index < 300; index++) {
    const texts = index % 2 === 0 ? 1 : 5;
    const hit = textsAt(index, texts, CORPUS, options).some((t) => bad.includes(t.text));
    (texts === 1 ? single : five).add(index, hit || failsToo(index));
  }
  return [
    { name: "predict", texts: 1, requests: single },
    { name: "batch-5", texts: 5, requests: five },
  ];
};

test("a run without failures has no failing texts", () => {
  expect(failingTexts(asked([]), drawn(CORPUS, options))).toEqual([]);
});
test("puts the texts first that fail every time, unique or not, and counts a request once", () => {
  const [first, second, ...others] = failingTexts(asked([7, 20]), drawn(CORPUS, options));
  expect(new Set([first?.text, second?.text])).toEqual(new Set([7, 20]));
  for (const t of [first, second]) expect(t?.failed).toEqual(t?.requests);
  // Their mates in a batch fail with them, and now and then without.
  expect(others.length).toBeGreaterThan(0);
  expect(others.every((t) => overEndpoints(t.failed) < overEndpoints(t.requests))).toBe(true);
  expect(overEndpoints(first?.requests ?? {})).toBeLessThanOrEqual(300);
});
test("keeps a hundred texts of a service that fails at everything", () => {
  const many = { seed: 1, repeatShare: 0 };
  const all = new RequestFold();
  for (let index = 0; index < 300; index++) all.add(index, true);
  expect(failingTexts([{ name: "batch-5", texts: 5, requests: all }], drawn(400, many))).toHaveLength(100);
});
