// The schedule of a profiled run: when the profiler runs, what counts as its block, and that it always stops.

import { describe, expect, test } from "vitest";
import { profileBlocks } from "../../cli/profile/profile-blocks.ts";
import { type TreeProfile, UNKNOWN_LOAD } from "../../lib/core/profile/profile.ts";
import type { Attachment } from "../../lib/node/profile/attachment.ts";
import { testWorld } from "../support/test-world.ts";

const EMPTY: TreeProfile = {
  kind: "wall-sampling",
  source: "test",
  durationUs: null,
  sampleCount: 0,
  intervalUs: null,
  load: UNKNOWN_LOAD,
  notes: [],
  functions: [],
  calls: { shape: "tree", nodes: [] },
};

/** A profiler that notes when it was started and stopped. */
const fakeAttachment = (now: () => number) => {
  const events: [what: string, atMs: number][] = [];
  const attachment: Attachment = {
    process: { pid: 1, runtime: "node v20.0.0" },
    pids: () => [1],
    close: () => undefined,
    start: async ({ intervalUs }) => {
      events.push([`start ${intervalUs}`, now()]);
      return {
        stop: async () => {
          events.push(["stop", now()]);
          return { profile: EMPTY, threads: [], doubts: [] };
        },
      };
    },
  };
  return { attachment, events };
};

describe("a run of 40 s", () => {
  test("is a control of 10 s, the profiler for 20 s, and a control of 10 s", async () => {
    const { world } = testWorld();
    const start = world.now();
    const { attachment, events } = fakeAttachment(() => world.now() - start);
    const blocks = await profileBlocks(
      {
        durationMs: 40_000,
        intervalUs: 1000,
        begun: Promise.resolve(),
        ended: new AbortController().signal,
        // A service that uses half a core.
        cpuSeconds: () => world.monotonic() / 2000,
      },
      attachment,
      world,
    );
    expect(events).toEqual([
      ["start 1000", 10_000],
      ["stop", 30_000],
    ]);
    const spans = [blocks.before, blocks.profiled, blocks.after].map((block) => [
      block.fromMs - start,
      block.toMs - start,
      block.cpuSeconds,
    ]);
    expect(spans).toEqual([
      [0, 10_000, 5],
      [10_000, 30_000, 10],
      [30_000, 40_000, 5],
    ]);
  });

  test("of a service with an interpreter lock gives the lock's holders the last part of the middle", async () => {
    const { world } = testWorld();
    const start = world.now();
    const { attachment, events } = fakeAttachment(() => world.now() - start);
    const schedule = {
      durationMs: 40_000,
      intervalUs: undefined,
      begun: Promise.resolve(),
      ended: new AbortController().signal,
      cpuSeconds: () => undefined,
    };
    const blocks = await profileBlocks(schedule, { ...attachment, startLockHolders: attachment.start }, world);
    expect(events).toEqual([
      ["start undefined", 10_000],
      ["stop", 24_000],
      ["start undefined", 24_000],
      ["stop", 30_000],
    ]);
    expect(blocks.lockHolders?.profile).toBe(EMPTY);
    expect([blocks.after.fromMs - start, blocks.after.toMs - start]).toEqual([30_000, 40_000]);
  });

  test("that ends before it is measured has no profile", async () => {
    const { world } = testWorld();
    const { attachment, events } = fakeAttachment(() => world.now());
    const ended = new AbortController();
    ended.abort();
    const never = new Promise<void>(() => undefined);
    const schedule = { durationMs: 1000, intervalUs: 1000, begun: never, ended: ended.signal, cpuSeconds: () => 0 };
    await expect(profileBlocks(schedule, attachment, world)).rejects.toThrow(/ended before the profiled window/);
    expect(events).toEqual([]);
  });

  test("that ends under the profiler leaves no profiler behind", async () => {
    const { world } = testWorld();
    const ended = new AbortController();
    const { attachment, events } = fakeAttachment(() => world.now());
    const stopping: Attachment = {
      ...attachment,
      start: async (request) => {
        ended.abort();
        return attachment.start(request);
      },
    };
    const schedule = {
      durationMs: 1000,
      intervalUs: 1000,
      begun: Promise.resolve(),
      ended: ended.signal,
      cpuSeconds: () => undefined,
    };
    await expect(profileBlocks(schedule, stopping, world)).rejects.toThrow(/ended before the profiled window/);
    expect(events.map(([what]) => what)).toEqual(["start 1000", "stop"]);
  });
});
