// The same script on the real k6 and on the runner asks a server for the same things in the same order.

import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { type FakeServer, fakeServer } from "../../runner/testing/fake-server.ts";
import { tryScript } from "../../runner/testing/try-script.ts";
import { engines } from "../support/real-k6.ts";

const withoutK6 = engines.some(({ engine, skip }) => engine === "k6" && skip);

const scriptPath = (name: string): string => new URL(`scripts/${name}.js`, import.meta.url).pathname;

/** Answers all that the scripts ask for; a list has three pages. */
function shopServer(): Promise<FakeServer> {
  return fakeServer(({ path }) => {
    const page = Number(/page=(\d+)/.exec(path)?.[1] ?? 3);
    const body = { token: "t", title: "sale", id: 7, items: [1, 2, 3, 4], price: 5, next: page < 3 ? page + 1 : 0 };
    return { body: { ...body, welcome: "welcome to the sale" } };
  });
}

async function requestsMadeBy(run: (url: string) => Promise<unknown>): Promise<string[]> {
  const server = await shopServer();
  try {
    await run(server.url);
    return server.requests.map(({ method, path, body }) => `${method} ${path} ${body}`);
  } finally {
    await server.close();
  }
}

function runK6(path: string, url: string): Promise<number | null> {
  const args = [
    "run",
    "--quiet",
    "--no-usage-report",
    "--vus",
    "1",
    "--iterations",
    "2",
    "-e",
    `BASE_URL=${url}`,
    path,
  ];
  const child = spawn(process.env.K6_BIN || "k6", args, { stdio: "ignore" });
  return new Promise((resolve) => child.once("exit", resolve));
}

/** Requests of one `http.batch` go out together. */
const apart = (requests: readonly string[]): string[] => [
  ...requests.filter((line) => !/^GET \/(style\.css)? $/.test(line)),
  ...requests.filter((line) => /^GET \/(style\.css)? $/.test(line)).sort(),
];

test.skipIf(withoutK6).each(["shop", "crud", "turns"])("%s", async (name) => {
  const path = scriptPath(name);
  const expected = await requestsMadeBy((url) => runK6(path, url));
  const seen = await requestsMadeBy((url) => tryScript({ script: path, iterations: 2, env: { BASE_URL: url } }));
  expect(expected.length).toBeGreaterThan(8);
  expect(apart(seen)).toEqual(apart(expected));
});
