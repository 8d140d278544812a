import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { historyEntry } from "../../lib/core/history/entry.ts";
import { capacityModel } from "../../report/model/capacity-model.ts";
import { comparisonModel } from "../../report/model/comparison-model.ts";
import { diagnosisModel } from "../../report/model/diagnosis-model.ts";
import { historyModel } from "../../report/model/history-model.ts";
import type { ReportModel } from "../../report/model/model.ts";
import { runModel } from "../../report/model/run-model.ts";
import { renderPage } from "../../report/page/page.ts";
import { hasChromium, launch } from "./chromium.ts";
import { recordingWith } from "./hostile-text.ts";
import { pageAssets } from "./page-assets.ts";
import { syntheticComparison } from "./synthetic-comparison.ts";
import { shortRun, syntheticRecording, tenMinutes } from "./synthetic-recording.ts";
import { syntheticSearch } from "./synthetic-search.ts";
import { accessFaults, coloursIn, desktop, openWatched, phone, pictureOf, scrollsSideways } from "./watched-page.ts";

const timeCharts = ["latency", "throughput", "failures", "users"] as const;

describe.skipIf(!hasChromium)("the page", () => {
  let browser: Browser;
  let folder: string;
  const urls = new Map<string, string>();

  const write = async (name: string, model: ReportModel): Promise<void> => {
    const path = join(folder, `${name}.html`);
    await writeFile(path, renderPage(model, await pageAssets()));
    urls.set(name, pathToFileURL(path).href);
  };
  const urlOf = (name: string): string => urls.get(name) ?? "";

  beforeAll(async () => {
    [browser, folder] = await Promise.all([launch(), mkdtemp(join(tmpdir(), "tailgate-page-"))]);
    await write("run", runModel(syntheticRecording(tenMinutes)));
    await write("failing", runModel(syntheticRecording({ ...shortRun, slowdown: 1.5, failing: 0.02 })));
    await write(
      "comparison",
      comparisonModel(syntheticComparison(), [{ ...syntheticRecording(shortRun), id: "after-1" }]),
    );
    await write("capacity", capacityModel(syntheticSearch(), "capacity", "2026-11-24T06:00:00.000Z"));
    await write("history", historyModel([historyEntry(syntheticRecording(shortRun))]));
    await write("diagnosis", diagnosisModel("service", [syntheticRecording({ ...shortRun, failing: 0.02 })]));
    await write("hostile", runModel(recordingWith("<img src=x onerror=alert(1)>\"'`</script>".repeat(3))));
  });

  afterAll(async () => {
    await browser?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  const dark = { colorScheme: "dark" } as const;

  test.each([
    ["run", desktop],
    ["run", { ...desktop, ...dark }],
    ["run", phone],
    ["run", { ...phone, ...dark }],
    ["failing", { ...desktop, ...dark }],
    ["comparison", desktop],
    ["comparison", { ...phone, ...dark }],
    ["hostile", phone],
  ] as const)("%s is whole, quiet and accessible: %o", async (name, look) => {
    const { page, faults, requests } = await openWatched(browser, urlOf(name), look);
    for (const id of [...timeCharts, "distribution"]) {
      expect(await coloursIn(page, id), id).toBeGreaterThan(5);
    }
    expect(await scrollsSideways(page)).toBe(false);
    expect(await accessFaults(page)).toEqual([]);
    expect(faults).toEqual([]);
    expect(requests).toEqual([urlOf(name)]);
    await page.close();
  });

  test.each([
    ["capacity", { ...phone, ...dark }],
    ["history", phone],
    ["diagnosis", { ...desktop, ...dark }],
  ] as const)("%s, which has no charts to draw, is quiet and accessible: %o", async (name, look) => {
    const { page, faults, requests } = await openWatched(browser, urlOf(name), look);
    expect(await page.locator("main svg").count()).toBeGreaterThan(0);
    expect(await scrollsSideways(page)).toBe(false);
    expect(await accessFaults(page)).toEqual([]);
    expect([faults, requests]).toEqual([[], [urlOf(name)]]);
    await page.close();
  });

  test("ten minutes of 60 000 requests stay under 400 kB", async () => {
    expect((await stat(new URL(urlOf("run")))).size).toBeLessThan(400_000);
  });

  test("the accessibility check sees a fault when there is one", async () => {
    const { page } = await openWatched(browser, urlOf("run"), desktop);
    await page.evaluate('document.querySelector(".rung p").style.color = "rgb(230, 230, 230)"');
    expect((await accessFaults(page)).join()).toContain("color-contrast");
    await page.close();
  });

  test("says the verdict first", async () => {
    const { page } = await openWatched(browser, urlOf("run"), desktop);
    expect(await page.textContent("h1")).toBe("Meets its objectives");
    expect(await page.textContent(".ladder")).toContain("All 15 objectives are met");
    const top = await page.locator(".ladder").boundingBox();
    expect((top?.y ?? 0) + (top?.height ?? 0)).toBeLessThan(desktop.height);
    await page.close();
  });

  test("hides an endpoint and changes the percentile", async () => {
    const { page } = await openWatched(browser, urlOf("run"), desktop);
    const before = await pictureOf(page, "latency");
    await page.getByLabel("predict", { exact: true }).uncheck({ force: true });
    const without = await pictureOf(page, "latency");
    expect(without).not.toBe(before);
    await page.getByLabel("p99", { exact: true }).check({ force: true });
    expect(await pictureOf(page, "latency")).not.toBe(without);
    await page.close();
  });

  test("reads values and zooms with the keyboard alone", async () => {
    const { page } = await openWatched(browser, urlOf("run"), desktop);
    const all = await pictureOf(page, "users");
    await page.locator("#latency").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    expect(await page.textContent("#latency-read")).toMatch(/^0:01: predict [\d.]+ ms, batch-5/);
    await page.keyboard.press("+");
    expect(await pictureOf(page, "users")).not.toBe(all);
    await page.getByRole("button", { name: "Show the whole run" }).click();
    expect(await pictureOf(page, "users")).toBe(all);
    await page.close();
  });

  test("zooms by dragging and shows values under the mouse", async () => {
    const { page } = await openWatched(browser, urlOf("run"), desktop);
    const all = await pictureOf(page, "throughput");
    await page.locator("#latency").scrollIntoViewIfNeeded();
    const box = await page.locator("#latency .u-over").boundingBox();
    if (box === null) throw new Error("the chart has no place");
    await page.mouse.move(box.x + 100, box.y + 50);
    await expect.poll(() => page.locator("#latency .tip").textContent()).toMatch(/predict[\d.]+ ms/);
    await page.mouse.down();
    await page.mouse.move(box.x + 300, box.y + 60, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => pictureOf(page, "throughput")).not.toBe(all);
    await page.close();
  });

  test("prints in the light colours, whatever the screen has", async () => {
    const { page } = await openWatched(browser, urlOf("run"), { ...desktop, colorScheme: "dark" });
    const dark = await pictureOf(page, "latency");
    await page.emulateMedia({ media: "print" });
    await expect.poll(() => pictureOf(page, "latency")).not.toBe(dark);
    expect(await page.evaluate("getComputedStyle(document.documentElement).colorScheme")).toBe("light only");
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(await accessFaults(page)).toEqual([]);
    await page.close();
  });
});
