// A browser page that keeps an account of what went wrong on it and of every address it asked for.

import axe from "axe-core";
import type { Browser, Page } from "playwright-core";

export interface Watched {
  readonly page: Page;
  readonly faults: readonly string[];
  readonly requests: readonly string[];
}

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly colorScheme: "light" | "dark";
}

export const desktop: Look = { width: 1280, height: 900, colorScheme: "light" };
export const phone: Look = { width: 390, height: 844, colorScheme: "light" };

/** Opens `url` and waits until its charts, if it has any, are drawn. */
export async function openWatched(browser: Browser, url: string, look: Look): Promise<Watched> {
  const { width, height, colorScheme } = look;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  const faults: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(url);
  await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())))");
  return { page, faults, requests };
}

/** Violations of WCAG A and AA and of good practice, each as one line. */
export async function accessFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  // The browser's own global, of which this side has no type.
  const found: unknown = await page.evaluate(
    "axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ') + ' ' + n.failureSummary).join(' | ')))",
  );
  return Array.isArray(found) ? found.map(String) : ["axe did not answer"];
}

/** How many differing colours a chart's canvas holds; an empty one has one. */
export const coloursIn = (page: Page, id: string): Promise<unknown> =>
  page.evaluate(`(() => {
    const canvas = document.querySelector("#${id} canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
    return seen.size;
  })()`);

/** A fingerprint of what a chart shows. */
export const pictureOf = (page: Page, id: string): Promise<unknown> =>
  page.evaluate(`document.querySelector("#${id} canvas").toDataURL()`);

export const scrollsSideways = (page: Page): Promise<unknown> =>
  page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
