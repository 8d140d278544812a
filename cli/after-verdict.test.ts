import { describe, expect, test } from "vitest";
import { CliError } from "../lib/core/exit.ts";
import { testWorld } from "../test/support/test-world.ts";
import { afterVerdict, savedText } from "./after-verdict.ts";

describe("after a verdict", () => {
  test("what cannot be written is said, and ends nothing", async () => {
    const { world, seen } = testWorld();
    const full = async (): Promise<string> => {
      throw new CliError("cannot write page.html (ENOSPC)", { hint: "The disk is full: free some space." });
    };
    expect(await afterVerdict(world, full)).toBeUndefined();
    expect(seen.err).toBe("error: cannot write page.html (ENOSPC)\nhint: The disk is full: free some space.\n");
  });
  test("a bug stays a bug", async () => {
    const broken = async (): Promise<string> => {
      throw new TypeError("x is undefined");
    };
    await expect(afterVerdict(testWorld().world, broken)).rejects.toThrow("x is undefined");
  });
  test("only what was saved is named", () => {
    expect(savedText({ Recording: "a.json", Report: undefined })).toBe("\nRecording    a.json\n");
    expect(savedText({ Report: undefined })).toBe("");
  });
});
