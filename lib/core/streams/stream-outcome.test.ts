import { describe, expect, test } from "vitest";
import { streamBody } from "./stream-body.ts";
import { nothing, type StreamEvent } from "./stream-event.ts";
import { isStreamFormat, needsEndMark, readEvent } from "./stream-format.ts";
import { isGood, streamOutcome } from "./stream-outcome.ts";

const at = (atMs: number, event: Partial<StreamEvent>) => ({ atMs, event: { ...nothing, ...event } });

describe("what a stream came to", () => {
  const words = [at(120, { text: "a" }), at(130, { text: "b" })];
  test.each([
    ["whole, by its reason", 200, [...words, at(131, { finish: "stop" })], "stop", undefined],
    ["whole, by the end mark alone", 200, [...words, at(131, { done: true })], "stop", undefined],
    ["as long as allowed", 200, [...words, at(131, { finish: "length" })], "length", undefined],
    ["cut off in the middle", 200, words, "broken", "the stream broke off"],
    ["a connection that failed", 0, words, "broken", "the stream broke off"],
    ["an error under HTTP 200", 200, [...words, at(131, { error: "out of memory" })], "error", "out of memory"],
    ["nothing but a role and the end", 200, [at(5, {}), at(6, { done: true })], "empty", "the stream held no content"],
    ["refused", 429, [], "refused", "status 429"],
  ])("%s", (_what, status, events, end, why) => {
    const outcome = streamOutcome(status, 0, events, true);
    expect(outcome).toMatchObject({ end, why });
    expect(outcome.times === undefined).toBe(why !== undefined);
  });

  test("without an end mark the end of the connection is the end", () => {
    expect(streamOutcome(200, 0, words, false)).toMatchObject({ end: "stop", text: "ab" });
  });
});

describe("a good request keeps all its bounds at once", () => {
  const outcome = streamOutcome(
    200,
    0,
    [at(100, { text: "a" }), at(150, { text: "b" }), at(150, { done: true })],
    true,
  );
  test.each([
    [{}, true],
    [{ ttft: 100, tpot: 50, e2e: 150 }, true],
    [{ ttft: 99 }, false],
    [{ ttft: 100, tpot: 49 }, false],
    [{ e2e: 149 }, false],
  ])("%j: %s", (bounds, good) => {
    expect(isGood(outcome, bounds)).toBe(good);
  });
  test("one that failed is never good", () => {
    expect(isGood(streamOutcome(200, 0, [at(1, { text: "a" })], true), {})).toBe(false);
  });
  test("one token has no time per token", () => {
    expect(isGood(streamOutcome(200, 0, [at(1, { text: "a", done: true })], true), { tpot: 1 })).toBe(true);
  });
});

describe("formats", () => {
  test("events, their comments no content", () => {
    const body = ': ping\n\ndata: {"choices":[{"text":"a"}]}\n\ndata: [DONE]\n\n';
    expect(streamBody("openai", 200, body)).toMatchObject({ end: "stop", text: "a" });
    expect(streamBody("sse", 200, "data: a\n\ndata: b\n\n")).toMatchObject({ end: "stop", text: "ab" });
  });
  test("lines", () => {
    expect(streamBody("lines", 200, "a\r\nb\n\n")).toMatchObject({ end: "stop", text: "ab" });
  });
  test("a reader of one's own, and one that throws", () => {
    const own = { event: (data: string) => ({ text: data.toUpperCase(), done: data === "end" }), endMark: true };
    expect(streamBody(own, 200, "data: a\n\ndata: end\n\n")).toMatchObject({ end: "stop", text: "AEND" });
    const thrower = {
      event: (): Partial<StreamEvent> => {
        throw new Error("no such field");
      },
      endMark: false,
    };
    expect(readEvent(thrower, "x").error).toBe("no such field");
  });
  test("what is a format and what is none", () => {
    expect(["openai", "sse", "lines", { event: () => ({}), endMark: false }].every(isStreamFormat)).toBe(true);
    expect(["websocket", "toString", 1, null, {}, { event: 1, endMark: true }].some(isStreamFormat)).toBe(false);
    expect(needsEndMark("openai")).toBe(true);
  });
});
