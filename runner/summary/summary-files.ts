// Writes what handleSummary returned: to stdout, stderr and files. What cannot be written is an error, and fails the
// run; k6 only logs it.

import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CliError, exit } from "../../lib/core/exit.ts";
import { isRecord } from "../../lib/core/json.ts";
import type { World } from "../../lib/core/world.ts";

type Content = string | Uint8Array;

const contentOf = (target: string, value: unknown): Content => {
  if (typeof value === "string") return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw new CliError(`handleSummary: the content for '${target}' must be a string or an ArrayBuffer`, {
    code: exit.scriptException,
  });
};

const text = (content: Content): string => (typeof content === "string" ? content : new TextDecoder().decode(content));

/** @throws CliError (107) naming every target that could not be written; the others are written all the same */
export async function writeSummary(returned: unknown, world: World): Promise<void> {
  if (!isRecord(returned)) {
    throw new CliError("handleSummary must return an object of outputs and contents", { code: exit.scriptException });
  }
  const problems: string[] = [];
  for (const [target, value] of Object.entries(returned)) {
    try {
      const content = contentOf(target, value);
      if (target === "stdout") world.stdout.write(text(content));
      else if (target === "stderr") world.stderr.write(text(content));
      else await writeFile(resolve(world.cwd, target), content);
    } catch (error) {
      problems.push(`${target}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (problems.length === 0) return;
  throw new CliError(`handleSummary could not save ${problems.join("; ")}`, {
    code: exit.scriptException,
    hint: "Create the directory first: as in k6, the runner makes none.",
  });
}
