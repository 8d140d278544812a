// The pictures of the documents, made from runs that were really measured: `make pictures RUN=… COMPARISON=… SEARCH=…`,
// each a saved file. A picture whose file is not given stays as it is.

import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Browser } from "playwright-core";
import { readSaved } from "../report/files/saved.ts";
import { savedModel } from "../report/files/saved-model.ts";
import { builtPageAssets } from "../report/files/write-reports.ts";
import type { ReportModel } from "../report/model/model.ts";
import { renderers } from "../report/renderers.ts";
import { paintFor } from "../report/terminal/colour.ts";
import { launch } from "../test/report/chromium.ts";

const FOLDER = "docs/pictures";
const WIDTH = 1000;
/** A comparison is a wide table. */
const WIDE = 1280;

interface Picture {
  readonly name: string;
  readonly html: string;
  readonly dark: boolean;
  /** What is shown of the page: an element, or its first screen of this height. */
  readonly part: string | number;
  readonly wide?: boolean;
}

const modelOf = async (path: string): Promise<ReportModel> => savedModel(await readSaved(path), dirname(dirname(path)));

const pageOf = async (model: ReportModel): Promise<string> =>
  renderers.html(model, { page: await builtPageAssets(), paint: paintFor(silent) });

const silent = { write: (): void => {}, columns: 120, colour: true };

const colours: Readonly<Record<string, string>> = {
  "1": "font-weight:700",
  "2": "opacity:.6",
  "31": "color:#ff7b72",
  "32": "color:#7ee787",
  "33": "color:#f0c674",
};

/** Terminal text as a page: what a terminal shows, colours included. */
const terminalPage = async (model: ReportModel): Promise<string> => {
  const text = renderers.terminal(model, { page: await builtPageAssets(), paint: paintFor(silent) });
  const escaped = text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const [plain = "", ...painted] = escaped.split("\u001b[");
  const spans = painted.map((part) => {
    const [code = "0", rest = ""] = [part.slice(0, part.indexOf("m")), part.slice(part.indexOf("m") + 1)];
    return code === "0" ? `</span>${rest}` : `<span style="${colours[code] ?? ""}">${rest}`;
  });
  return `<body style="margin:0;background:#0d1117"><pre id="terminal" style="display:inline-block;margin:0;padding:20px;color:#e6edf3;font:13px/1.45 monospace;max-width:112ch;white-space:pre-wrap">${plain}${spans.join("")}</pre>`;
};

async function take(browser: Browser, { name, html, dark, part, wide }: Picture): Promise<void> {
  const height = typeof part === "number" ? part : 900;
  const page = await browser.newPage({
    viewport: { width: wide === true ? WIDE : WIDTH, height },
    colorScheme: dark ? "dark" : "light",
  });
  await page.setContent(html, { waitUntil: "load" });
  const path = join(FOLDER, `${name}.png`);
  if (typeof part === "number") await page.screenshot({ path });
  else await page.locator(part).first().screenshot({ path });
  await page.close();
  process.stdout.write(`${path}\n`);
}

const { RUN, COMPARISON, SEARCH } = process.env;
const pictures: Picture[] = [];
if (RUN) {
  const model = await modelOf(RUN);
  const html = await pageOf(model);
  pictures.push(
    { name: "report-light", html, dark: false, part: 900 },
    { name: "report-dark", html, dark: true, part: 900 },
    { name: "terminal", html: await terminalPage(model), dark: true, part: "#terminal" },
  );
}
if (COMPARISON) {
  const html = await pageOf(await modelOf(COMPARISON));
  pictures.push({ name: "comparison", html, dark: false, part: "section[aria-labelledby=change-h]", wide: true });
}
if (SEARCH) {
  const html = await pageOf(await modelOf(SEARCH));
  pictures.push({ name: "capacity", html, dark: false, part: "section[aria-labelledby=capacity-h] figure" });
}
if (pictures.length === 0) {
  process.stderr.write("nothing to draw: name saved files with RUN, COMPARISON or SEARCH\n");
  process.exitCode = 2;
}
await mkdir(FOLDER, { recursive: true });
const browser = await launch();
for (const picture of pictures) await take(browser, picture);
await browser.close();
