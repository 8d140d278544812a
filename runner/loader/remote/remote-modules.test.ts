import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FetchModule } from "./module-fetch.ts";
import { ModuleStore, moduleDirectory, sha256 } from "./module-store.ts";
import { remoteModules } from "./remote-modules.ts";

const URL = "https://example.test/lib.js";
const DAY = 86_400_000;
const START = Date.parse("2026-03-01T00:00:00Z");

let directory: string;
let now: number;
/** What the server has; an Error is a network that fails. */
let served: { text: string; etag?: string } | Error;
let asked: (string | undefined)[];
let said: string[];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "tailgate-remote-"));
  now = START;
  asked = [];
  said = [];
});
afterEach(() => rm(directory, { recursive: true }));

const fetch: FetchModule = async (url, etag) => {
  asked.push(etag);
  if (served instanceof Error) throw served;
  return etag !== undefined && etag === served.etag ? "unchanged" : { base: url, etag: served.etag, text: served.text };
};

const load = async (): Promise<string> => {
  const store = new ModuleStore(directory);
  const access = { store, fetch, now: () => now, signal: new AbortController().signal };
  return (await remoteModules({ ...access, notice: (text) => said.push(text) })(URL)).text;
};

test("a module is fetched once, and for a day after that its copy is used without asking", async () => {
  served = { text: "first" };
  expect(await load()).toBe("first");
  served = new Error("offline");
  now += DAY - 1;
  expect(await load()).toBe("first");
  expect(asked).toEqual([undefined]);
  expect(said).toEqual([]);
});

test("an older copy is asked about by its tag, and is new again when the server says it is unchanged", async () => {
  served = { text: "first", etag: '"1"' };
  await load();
  now += DAY;
  expect(await load()).toBe("first");
  now += DAY - 1;
  expect(await load()).toBe("first");
  expect(asked).toEqual([undefined, '"1"']);
  expect(said).toEqual([]);
});

test("a module that has changed is used, and both hashes are said", async () => {
  served = { text: "first" };
  await load();
  served = { text: "second" };
  now += DAY;
  expect(await load()).toBe("second");
  expect(said).toEqual([
    `${URL} has changed since 2026-03-01: sha256 was ${sha256("first")}, is now ${sha256("second")}`,
  ]);
});

test("an old copy serves when the network does not, and that is said", async () => {
  served = { text: "first" };
  await load();
  served = new Error("getaddrinfo EAI_AGAIN");
  now += 3 * DAY;
  expect(await load()).toBe("first");
  expect(said).toEqual([`${URL} cannot be asked for changes (getaddrinfo EAI_AGAIN): using the copy of 2026-03-01`]);
});

test("without a copy the reason is the error, with exit code 107", async () => {
  served = new Error("the server answered 404");
  await expect(load()).rejects.toMatchObject({
    code: 107,
    message: `${URL} cannot be loaded: the server answered 404`,
  });
});

test("a copy that is not what was written is fetched anew, and never used", async () => {
  served = { text: "first" };
  await load();
  const [name = ""] = await readdir(directory);
  const path = join(directory, name);
  await writeFile(path, (await readFile(path, "utf8")).replace('"first"', '"forged"'));
  expect(await load()).toBe("first");
  await writeFile(path, "{");
  served = new Error("offline");
  await expect(load()).rejects.toThrow("offline");
  expect(said).toEqual(Array(2).fill(`the cached copy of ${URL} no longer has its hash: fetching it anew`));
});

test("a directory that cannot be written costs a notice, not the run", async () => {
  served = { text: "first" };
  await writeFile(join(directory, "file"), "");
  directory = join(directory, "file");
  expect(await load()).toBe("first");
  expect(said).toMatchObject([expect.stringContaining("is not cached")]);
  directory = join(directory, "..");
});

test("copies are kept where XDG says, if that is absolute", () => {
  expect(moduleDirectory({ XDG_CACHE_HOME: "/c", HOME: "/h" })).toBe("/c/tailgate/modules");
  expect(moduleDirectory({ XDG_CACHE_HOME: "c", HOME: "/h" })).toBe("/h/.cache/tailgate/modules");
});
