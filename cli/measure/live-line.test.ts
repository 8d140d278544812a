import { describe, expect, test } from "vitest";
import { RecordingFold } from "../../lib/core/fold/recording-fold.ts";
import { referenceScenario } from "../../test/support/named-scenario.ts";
import { LiveLine, liveFigures, liveText } from "./live-line.ts";

const START = 1_000_000;
const tags = { endpoint: "predict", phase: "measure", expected_response: "true" };
const baseline = referenceScenario("baseline");
const plan = baseline.plan(baseline.defaults);

const foldOf = (seconds: number): RecordingFold => {
  const fold = new RecordingFold(START);
  for (let ms = 0; ms < seconds * 1000; ms += 100) fold.add("http_req_duration", START + ms, 20, tags);
  fold.add("vus", START, 10, {});
  return fold;
};
const drawn = (columns: number | undefined): string => {
  let seen = "";
  const write = (text: string): void => {
    seen += text;
  };
  const live = new LiveLine({ write, columns, colour: false }, plan);
  for (let s = 1; s <= 11; s++) live.tick(s * 1000, foldOf(s));
  live.end();
  return seen;
};

describe("the live line", () => {
  test("looks back over the last whole seconds, never at the one under way", () => {
    expect(liveFigures(foldOf(7), 7400)).toMatchObject({ users: 10, ratePerSec: 10, failed: 0 });
    expect(liveText(liveFigures(foldOf(7), 7400))).toBe("10 users · 10.0 req/s · p95 20.0 ms · 0 failed");
  });
  test("waits for what is still on its way: a second is whole once its last samples can be there", () => {
    expect(liveFigures(foldOf(7), 7600)).toMatchObject({ ratePerSec: 10 });
    expect(liveFigures(foldOf(7), 7900)).toMatchObject({ ratePerSec: 10 });
  });
  test("says nothing of users in an open load, and nothing at all before the first sample", () => {
    let seen = "";
    const write = (text: string): void => {
      seen += text;
    };
    const open = baseline.plan({ ...baseline.defaults, ratePerSec: 20 });
    const live = new LiveLine({ write, columns: undefined, colour: false }, open);
    live.tick(undefined, new RecordingFold());
    live.tick(69_000, foldOf(69));
    expect(seen).toBe("1:09 of 1:10  measure  10.0 req/s · p95 20.0 ms · 0 failed\n");
  });
  test("says n/a before anything is known", () => {
    expect(liveText(liveFigures(new RecordingFold(START), 500))).toBe("n/a req/s · p95 n/a ms · 0 failed");
  });
  test("redraws one line on a terminal, no longer than it is wide, and leaves nothing behind", () => {
    const text = drawn(60);
    for (const line of text.split("\r\u001b[K")) expect(line.length).toBeLessThan(60);
    expect(text.endsWith("\r\u001b[K")).toBe(true);
    expect(text).not.toContain("\n");
  });
  test("has no figures to show once the load is over and the engine is not", () => {
    let seen = "";
    const write = (text: string): void => {
      seen += text;
    };
    const live = new LiveLine({ write, columns: undefined, colour: false }, plan);
    live.tick(69_000, foldOf(69));
    live.tick(80_000, foldOf(70));
    expect(seen.split("\n").map((line) => line.slice(0, 50))).toEqual([
      expect.stringContaining("1:09 of 1:10  measure  10 users"),
      "1:20 of 1:10  waiting for the engine to end",
      "",
    ]);
  });
  test("writes a plain line every five seconds elsewhere", () => {
    expect(drawn(undefined).split("\n")).toEqual([
      expect.stringContaining("0:05 of 1:10  warm-up  10 users · 10.0 req/s"),
      expect.stringContaining("0:10 of 1:10  measure"),
      "",
    ]);
  });
});
