import { expect, test } from "vitest";
import { ProcessShare } from "./process-share.ts";

test("a run alone is charged with everything, two at once with half each", () => {
  let used = 100;
  const share = new ProcessShare();
  const first = share.begin();
  const ofFirst = share.of(() => used);
  expect(ofFirst()).toBe(100);
  used = 110;
  expect(ofFirst()).toBe(110);
  const second = share.begin();
  const ofSecond = share.of(() => used);
  used = 130;
  expect(ofFirst()).toBe(120);
  expect(ofSecond()).toBe(120);
  first.end();
  used = 140;
  expect(ofSecond()).toBe(130);
  second.end();
});

test("what cannot be read stays unknown", () => {
  const read = new ProcessShare().of(() => undefined);
  expect(read()).toBeUndefined();
});
