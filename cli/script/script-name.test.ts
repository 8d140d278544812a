import { expect, test } from "vitest";
import { isScriptPath, labelOf, scriptName } from "./script-name.ts";

test.each([
  ["./a/check-out.js", "check-out"],
  ["my script (2).ts", "my-script-2-"],
  ["../.hidden.js", "hidden"],
  ["+++.js", "script"],
  [`${"x".repeat(100)}.js`, "x".repeat(64)],
])("%s is called %s", (path, name) => {
  expect(scriptName(path)).toBe(name);
});

test("a path of a script is one, whether it is there or not; other words are labels", () => {
  expect(["a.js", "./b.ts", "c.mjs", "d.cjs"].every(isScriptPath)).toBe(true);
  expect(["baseline", "x.json", "after.recording.json", "profile.pb.gz"].some(isScriptPath)).toBe(false);
  expect(labelOf("after")).toBe("after");
  expect(labelOf("./load/shop.ts")).toBe("shop");
});
