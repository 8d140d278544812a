// The table of hostile servers holds for k6 itself: what the runner is compared with is measured, not remembered.

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { isRecord } from "../../lib/core/json.ts";
import { engines } from "../support/real-k6.ts";
import { answers, hostileCases } from "./hostile-cases.ts";
import { rawServer } from "./raw-server.ts";

const directory = mkdtempSync(join(tmpdir(), "hostile-"));
afterAll(() => rmSync(directory, { recursive: true }));

const asked = hostileCases.filter((c) => c.own !== true);

/** Asks for each path once and prints what came of it, one JSON object a line. */
const script = (url: string): string => `
import http from "k6/http";
export const options = { iterations: 1 };
export default function () {
  for (const [path, timeout] of ${JSON.stringify(asked.map((c) => [c.path, c.code === 1050 ? 150 : 20_000]))}) {
    const r = http.get("${url}/" + path, { timeout });
    const seen = { path, code: r.error_code, error: r.error, body: r.body, status: r.status };
    console.log("seen " + JSON.stringify(seen));
  }
}`;

test.skipIf(engines.some(({ engine, skip }) => engine === "k6" && skip))("k6 fails as the table says", async () => {
  const server = await rawServer((request) => answers[request.path]?.(request));
  const path = join(directory, "hostile.js");
  writeFileSync(path, script(server.url));
  const args = ["run", "--quiet", "--no-usage-report", "--log-format", "raw", path];
  const { stderr } = await promisify(execFile)(process.env.K6_BIN || "k6", args);
  const seen = stderr
    .split("\n")
    .flatMap((line): unknown[] => (line.startsWith("seen ") ? [JSON.parse(line.slice(5))] : []));
  expect(seen.filter(isRecord)).toEqual(asked.map((c) => ({ ...c, status: 0 })));
});
