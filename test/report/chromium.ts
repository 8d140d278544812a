// A system Chromium for the tests that need a browser. Without one they are skipped, aloud; under CI that is a failure.

import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const places = [
  process.env.CHROMIUM_BIN ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const found = places.find((path) => path !== "" && existsSync(path));

if (found === undefined) {
  if ((process.env.CI ?? "") !== "") throw new Error("no chromium: install the package chromium, or set CHROMIUM_BIN");
  process.stderr.write("SKIPPED: no chromium\n");
}

export const hasChromium = found !== undefined;

/** A browser without a sandbox of its own: it opens nothing but the pages under test. */
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: found ?? "", args: ["--no-sandbox", "--disable-gpu"] });
