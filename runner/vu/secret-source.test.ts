import { expect, test } from "vitest";
import { secretHider } from "./secret-source.ts";

test("every secret is hidden wherever it stands, the longer before what it begins with; an empty one hides nothing", () => {
  const values = new Map([
    ["a", "key"],
    ["b", "key-long"],
    ["c", ""],
  ]);
  const hide = secretHider([{ name: "one", isDefault: true, values }]);
  expect(hide("key-long, keykey")).toBe("***SECRET_REDACTED***, ***SECRET_REDACTED******SECRET_REDACTED***");
  expect(hide("nothing")).toBe("nothing");
});
