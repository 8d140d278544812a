import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CliError } from "../../lib/core/exit.ts";
import { secretSources } from "./secret-sources.ts";

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "tailgate-secrets-"));
  await writeFile(join(cwd, "good.txt"), "a=1\n\nb=x=y\r\n");
  await writeFile(join(cwd, "bad.txt"), "a=1\nhunter2\n");
});
afterAll(() => rm(cwd, { recursive: true }));

const read = (...flags: readonly string[]) =>
  secretSources(flags, cwd, {}).map(({ name, isDefault, values }) => ({
    name,
    isDefault,
    ...Object.fromEntries(values),
  }));

test.each([
  ["mock=a=1,b=x=y", { name: "default", isDefault: false, a: "1", b: "x=y" }],
  ["mock=name=one,default,a=1", { name: "one", isDefault: true, a: "1" }],
  ["file=good.txt", { name: "default", isDefault: false, a: "1", b: "x=y" }],
  ["file=name=one,filename=good.txt", { name: "one", isDefault: false, a: "1", b: "x=y" }],
])("%s", (flag, source) => {
  expect(read(flag)).toEqual([source]);
});

test("the variable counts where there is no flag", () => {
  const env = { K6_SECRET_SOURCE: "mock=a=1" };
  expect(secretSources(undefined, cwd, env)).toHaveLength(1);
  expect(secretSources([], cwd, env)).toHaveLength(0);
});

test.each([["url=http://127.0.0.1"], ["file=none.txt"], ["file=bad.txt"], ["mock=hunter2"]])(
  "%s is refused, and no secret is printed",
  (flag) => {
    const attempt = (): unknown => read(flag);
    expect(attempt).toThrow(CliError);
    expect(attempt).not.toThrow(/hunter2/);
  },
);
