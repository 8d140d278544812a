import { get } from "node:http";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startLiveView } from "../../report/files/live-server.ts";
import { runModel } from "../../report/model/run-model.ts";
import { hasChromium, launch } from "./chromium.ts";
import { pageAssets } from "./page-assets.ts";
import { shortRun, syntheticRecording } from "./synthetic-recording.ts";
import { coloursIn, desktop, openWatched, pictureOf } from "./watched-page.ts";

const early = runModel(syntheticRecording({ ...shortRun, seconds: 8 }));
const later = runModel(syntheticRecording({ ...shortRun, slowdown: 2 }));
const noAssets = { script: "", styles: "" };

const statusOf = (url: string, host: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });

describe("the live view", () => {
  test("answers only to this machine's own name", async () => {
    const view = await startLiveView(early, noAssets);
    try {
      expect(await statusOf(view.url, new URL(view.url).host)).toBe(200);
      expect(await statusOf(view.url, "evil.example:80")).toBe(403);
      expect(await statusOf(`${view.url}../etc/passwd`, new URL(view.url).host)).toBe(404);
    } finally {
      await view.close();
    }
  });

  test("hands a late reader the newest state, then the end", async () => {
    const view = await startLiveView(early, noAssets);
    view.update(later);
    const response = await fetch(`${view.url}events`);
    await view.close();
    const events = await response.text();
    expect(events).toContain("Misses its objectives");
    expect(events).not.toContain("Meets its objectives");
    expect(events.trimEnd()).toMatch(/event: end\ndata: \{\}$/);
  });
});

describe.skipIf(!hasChromium)("the live page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
  });

  test("follows a run without being loaded again, and says when it is over", async () => {
    const view = await startLiveView(early, await pageAssets());
    const { page, faults, requests } = await openWatched(browser, view.url, desktop);
    expect(await coloursIn(page, "latency")).toBeGreaterThan(5);
    const before = await pictureOf(page, "latency");
    view.update(later);
    await expect.poll(() => page.textContent("h1")).toBe("Misses its objectives");
    await expect.poll(() => pictureOf(page, "latency")).not.toBe(before);
    expect(await page.textContent(".live")).toBe("live");
    await view.close();
    await expect.poll(() => page.textContent(".live")).toBe("finished");
    expect(faults).toEqual([]);
    expect(requests).toEqual([view.url, `${view.url}events`]);
    await page.close();
  });
});
