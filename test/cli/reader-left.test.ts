// A reader that leaves early, as `| head` does, is no failure of the command.

import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { builtCli } from "../support/built.ts";

test("help for a reader that has left ends as for one that reads it all, without a word", async () => {
  const child = spawn(process.execPath, [builtCli(), "run", "--help"], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  let err = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect({ code, err }).toEqual({ code: 0, err: "" });
});
