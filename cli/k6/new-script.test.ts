import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { testWorld } from "../../test/support/test-world.ts";
import { newScript } from "./new-script.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "tailgate-new-"));
});
afterEach(() => rm(cwd, { recursive: true }));

const make = (...argv: readonly string[]): Promise<void> => newScript(argv, { ...testWorld().world, cwd });

test("a script to begin with, under the name that was given, aims at this machine", async () => {
  await make();
  await make("other.js");
  const text = await readFile(join(cwd, "script.js"), "utf8");
  expect(await readFile(join(cwd, "other.js"), "utf8")).toBe(text);
  expect(text.match(/https?:\/\/[^/"]+/g)).toEqual(["http://127.0.0.1:8000"]);
});

test("a file that is there is overwritten by force alone, with a template of one's own", async () => {
  await writeFile(join(cwd, "script.js"), "mine");
  await writeFile(join(cwd, "template.js"), "theirs");
  await expect(make()).rejects.toMatchObject({ code: 255, message: "script.js already exists" });
  expect(await readFile(join(cwd, "script.js"), "utf8")).toBe("mine");
  await make("-f", "--template", "./template.js");
  expect(await readFile(join(cwd, "script.js"), "utf8")).toBe("theirs");
});

test.each([[["--template", "browser"]], [["a.js", "b.js"]], [["--project-id", "1"]], [["--template", "./none.js"]]])(
  "%j is a wrong command line",
  async (argv) => {
    await expect(make(...argv)).rejects.toMatchObject({ code: 255 });
  },
);
