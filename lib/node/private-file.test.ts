import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { privateFile, sweepPrivateFiles } from "./private-file.ts";

test("only this user can read it, and it goes when it is told to", () => {
  const file = privateFile("secret");
  expect(readFileSync(file.path, "utf8")).toBe("secret");
  expect(statSync(file.path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(file.path)).mode & 0o077).toBe(0);
  file.remove();
  expect(existsSync(dirname(file.path))).toBe(false);
});

test("what dead processes left is swept, what living ones or others own is not, and nothing young is", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tailgate-sweep-"));
  // Above the highest process number that Linux gives out.
  const dead = 2 ** 22 + 1;
  const names = [
    `tailgate-private-${dead}-old`,
    `tailgate-private-${dead}-new`,
    `tailgate-private-${process.pid}-me`,
    "other",
  ];
  for (const name of names) await mkdir(join(folder, name));
  const longAgo = new Date(Date.now() - 3_600_000);
  for (const name of names) if (!name.endsWith("-new")) utimesSync(join(folder, name), longAgo, longAgo);
  sweepPrivateFiles(folder);
  expect(names.filter((name) => existsSync(join(folder, name)))).toEqual(names.slice(1));
  rmSync(folder, { recursive: true });
});
