import { describe, expect, test } from "vitest";
import { Decoder, PLACES } from "./decoder.ts";
import { trainTrigrams } from "./language-model.ts";

const model = trainTrigrams(["again and again and again and again and again"]);

interface Story {
  readonly text: string[];
  end: string | undefined;
}

/** A decoder whose steps are taken by hand. */
const byHand = () => {
  const due: (() => void)[] = [];
  const decoder = new Decoder(model, (step) => due.push(step));
  const step = (): void => due.shift()?.();
  const ask = (maxTokens: number): Story & { giveUp: () => void } => {
    const story: Story = { text: [], end: undefined };
    const giveUp = decoder.start({
      prompt: "again",
      maxTokens,
      temperature: 0.2,
      seed: 1,
      onToken: (text) => story.text.push(text),
      onEnd: (why) => {
        story.end = why;
      },
    });
    return Object.assign(story, { giveUp });
  };
  return { decoder, due, step, ask };
};

describe("continuous batching", () => {
  test("gives each text one word a step, and ends at the length asked for", () => {
    const { due, step, ask } = byHand();
    const [long, short] = [ask(3), ask(1)];
    step();
    expect([long.text, short.text, short.end]).toEqual([[" and"], [" and"], "length"]);
    step();
    step();
    expect([long.text, long.end, due.length]).toEqual([[" and", " again", " and"], "length", 0]);
  });
  test("lets a text wait for a place, and join as soon as one is free", () => {
    const { decoder, step, ask } = byHand();
    const first = Array.from({ length: PLACES }, () => ask(2));
    const late = ask(1);
    step();
    expect([late.text.length, decoder.waiting]).toEqual([0, 1]);
    step();
    expect(first.every(({ end }) => end === "length")).toBe(true);
    step();
    expect([late.end, decoder.waiting]).toEqual(["length", 0]);
  });
  test("writes no more for who has gone, waiting or under way", () => {
    const { due, step, ask } = byHand();
    const gone = ask(5);
    step();
    gone.giveUp();
    const never = ask(5);
    never.giveUp();
    step();
    expect([gone.text.length, never.text.length, due.length]).toEqual([1, 0, 0]);
  });
});
