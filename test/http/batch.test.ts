// Many requests at once: how they are asked for and answered, and how many may be under way.

import { describe, expect, test } from "vitest";
import { fakeVu } from "./fake-vu.ts";
import { rawServer, reply } from "./raw-server.ts";
import { wellBehavedServer } from "./well-behaved-server.ts";

const server = await wellBehavedServer();

describe("many requests at once", () => {
  test("answer in the shape they were asked in", async () => {
    const vu = fakeVu();
    const url = `${server.url}/echo`;
    const list: unknown = await vu.call("batch", [
      url,
      ["POST", url, "x"],
      { method: "PUT", url, body: "y" },
      ["GET", "http://[::1/"],
    ]);
    expect(list).toMatchObject([{ status: 200 }, { status: 200 }, { status: 200 }, { status: 0, error_code: 1020 }]);
    const named: unknown = await vu.call("batch", { a: url, b: { url: `${server.url}/missing` } });
    expect(named).toMatchObject({ a: { status: 200 }, b: { status: 404 } });
    await expect(vu.call("batch", "x")).rejects.toThrow("invalid http.batch() argument type string");
    await expect(vu.call("batch")).rejects.toThrow("no argument was provided to http.batch()");
  });

  test.each([
    [{ batch: 20, batchPerHost: 2 }, 2],
    [{ batch: 3, batchPerHost: 6 }, 3],
    [{ batch: 20, batchPerHost: 0 }, 8],
  ])("are limited by %j", async (options, most) => {
    // None is answered before as many as may be are there; one more would then have time to come.
    const waiting: (() => void)[] = [];
    let answered = 0;
    let seenMost = 0;
    const counting = await rawServer(({ socket }) => {
      waiting.push(() => socket.write(reply("200 OK")));
      seenMost = Math.max(seenMost, waiting.length);
      if (waiting.length < Math.min(most, 8 - answered)) return;
      setTimeout(() => {
        answered += waiting.length;
        for (const answer of waiting.splice(0)) answer();
      }, 15);
    });
    await fakeVu(options).call(
      "batch",
      Array.from({ length: 8 }, () => counting.url),
    );
    expect(answered).toBe(8);
    expect(seenMost).toBe(most);
  });
});
