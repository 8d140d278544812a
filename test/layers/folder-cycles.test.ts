import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { folderCycles, type Import, type Step } from "./folder-cycles.ts";

const ROOTS = ["lib", "runner", "service", "report", "cli", "scenarios"];

const sources = ROOTS.flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => posix.join(root, path))
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts")),
);

const importsOf = (path: string): Import[] =>
  [...readFileSync(path, "utf8").matchAll(/(?:from |import\()"(\.[^"]+)"/g)].map(([, to = ""]) => ({
    from: path,
    to: posix.join(posix.dirname(path), to),
  }));

const text = (cycle: readonly Step[]): string => cycle.map((step) => `${step.from} → ${step.to}`).join(", ");

test("no two folders of the suite import from each other, nor any more in a ring", () => {
  const imports = sources.flatMap(importsOf);
  expect(imports.length).toBeGreaterThan(sources.length);
  expect(folderCycles(imports).map(text)).toEqual([]);
});

describe("a cycle is found", () => {
  const at = (from: string, to: string): Import => ({ from, to });
  test.each<[string, Import[], string[]]>([
    ["between two folders, when no two files make one", [at("a/x.ts", "b/y.ts"), at("b/z.ts", "a/w.ts")], ["a b"]],
    ["through a third", [at("a/x.ts", "b/x.ts"), at("b/x.ts", "c/x.ts"), at("c/x.ts", "a/x.ts")], ["a b c"]],
    [
      "between folders deep within, by those that hold them",
      [at("r/a/in/x.ts", "r/b/y.ts"), at("r/b/y.ts", "r/a/z.ts")],
      ["r/a r/b"],
    ],
    ["not between a folder and one inside it", [at("a/x.ts", "a/in/y.ts"), at("a/in/y.ts", "a/z.ts")], []],
    ["not in one direction", [at("a/x.ts", "b/y.ts"), at("a/z.ts", "b/w.ts"), at("b/y.ts", "c/x.ts")], []],
  ])("%s", (_, imports, expected) => {
    expect(folderCycles(imports).map((cycle) => cycle.map((step) => step.fromFolder).join(" "))).toEqual(expected);
  });
});
