import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { suiteRoot } from "../lib/node/suite-root.ts";
import { tooOld } from "./node-version.ts";

test.each(["18.20.8", "20.18.3", "4.9.1"])("%s is too old, and what is needed is package.json's", (version) => {
  const { engines }: { readonly engines: { readonly node: string } } = JSON.parse(
    readFileSync(join(suiteRoot(), "package.json"), "utf8"),
  );
  expect(tooOld(version)).toContain(`Node ${version} is too old`);
  expect(engines.node.replace(/\.0$/, "")).toBe(`>=${/Node (\d+\.\d+) or newer/.exec(tooOld(version) ?? "")?.[1]}`);
});

test.each(["20.19.0", "22.1.0", "24.0.0"])("%s will do", (version) => {
  expect(tooOld(version)).toBeUndefined();
});
