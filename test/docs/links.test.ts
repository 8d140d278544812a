// Every link of the documentation that stays in the repository leads to a file, and to a heading of it.

import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { marked, type Token } from "marked";
import { expect, test } from "vitest";
import { suiteRoot } from "../../lib/node/suite-root.ts";

const root = suiteRoot();

/** A heading's anchor, as GitHub makes it: small letters, no punctuation, dashes for spaces. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/`/g, "")
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replace(/\s/g, "-");

function* tokensOf(text: string): Generator<Token> {
  const found: Token[] = [];
  marked.walkTokens(marked.lexer(text), (token) => {
    found.push(token);
  });
  yield* found;
}

const anchorsOf = (path: string): ReadonlySet<string> => {
  const anchors = new Set<string>();
  for (const token of tokensOf(readFileSync(path, "utf8"))) {
    if (token.type === "heading" && typeof token.text === "string") anchors.add(anchorOf(token.text));
  }
  return anchors;
};

const pages = async (): Promise<readonly string[]> => {
  const folders = ["docs", "examples", "service", "lib", "runner"];
  const nested = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(join(root, folder), { recursive: true }))
        .filter((name) => name.endsWith(".md") && !name.includes("node_modules"))
        .map((name) => join(root, folder, name)),
    ),
  );
  return [...["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map((name) => join(root, name)), ...nested.flat()];
};

/** Where the links of a page lead that stay in the repository. */
const linksOf = (page: string): readonly string[] =>
  [...tokensOf(readFileSync(page, "utf8"))].flatMap((token) => {
    if (token.type !== "link" && token.type !== "image") return [];
    const href = typeof token.href === "string" ? token.href : "";
    return /^[a-z]+:/i.test(href) ? [] : [href];
  });

function isDead(page: string, href: string): boolean {
  const [path = "", anchor] = href.split("#");
  const target = path === "" ? page : resolve(dirname(page), decodeURIComponent(path));
  if (!existsSync(target)) return true;
  return anchor !== undefined && anchor !== "" && target.endsWith(".md") && !anchorsOf(target).has(anchor);
}

test("no link of the documentation is dead", async () => {
  const all = await pages();
  expect(all.length).toBeGreaterThan(10);
  const links = all.flatMap((page) => linksOf(page).map((href) => ({ page, href })));
  expect(links.length).toBeGreaterThan(40);
  const dead = links.filter(({ page, href }) => isDead(page, href));
  expect(dead.map(({ page, href }) => `${relative(root, page)}: ${href}`)).toEqual([]);
});
