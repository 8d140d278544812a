// One script on one engine, as a process: what it requested, printed and checked, and how it ended.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { isRecord } from "../../lib/core/json.ts";
import { normalised, type StandIn } from "./stand-in.ts";

const LONGEST_MS = 60_000;

export interface Ran {
  /** "timeout" when it had to be killed. */
  readonly exit: number | "timeout";
  readonly requests: readonly string[];
  readonly printed: readonly string[];
  /** "::path passes/fails" */
  readonly checks: readonly string[];
  readonly text: string;
}

/** The checks of a group in the file of `--summary-export`. */
function checksOf(group: unknown): string[] {
  if (!isRecord(group)) return [];
  const values = (of: unknown): unknown[] => (isRecord(of) ? Object.values(of) : []);
  const own = values(group.checks).flatMap((each) =>
    isRecord(each) ? `${each.path} ${each.passes}/${each.fails}` : [],
  );
  return [...own, ...values(group.groups).flatMap(checksOf)];
}

/** k6 prints the members of what came as JSON in an order of chance. */
const unordered = (line: string): string =>
  line
    .split(/[{}[\],\s]+/)
    .sort()
    .join(" ");

const CONSOLE = /level=\w+ msg=("(?:[^"\\]|\\.)*"|\S+) source=console/g;

export async function runOne(command: readonly string[], script: string, server: StandIn): Promise<Ran> {
  const directory = await mkdtemp(join(tmpdir(), "corpus-run-"));
  const out = join(directory, "summary.json");
  const base = `http://127.0.0.1:${server.port}`;
  const [program = "", ...before] = command;
  const flags = ["--quiet", `--summary-export=${out}`, "-e", `HOST=${base}`, "-e", `BASE_URL=${base}`];
  const child = spawn(program, [...before, ...flags, script], {
    cwd: dirname(script),
    env: { ...process.env, K6_NO_USAGE_REPORT: "true", K6_AUTO_EXTENSION_RESOLUTION: "false" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  const note = (part: Buffer): void => {
    if (text.length < 400_000) text += part.toString();
  };
  child.stdout.on("data", note);
  child.stderr.on("data", note);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, LONGEST_MS);
  const code = await new Promise<number>((resolve) => {
    child.on("close", (exit) => resolve(exit ?? -1));
    child.on("error", () => resolve(-1));
  });
  clearTimeout(timer);
  const summary: unknown = await readFile(out, "utf8").then(JSON.parse, () => undefined);
  await rm(directory, { recursive: true, force: true });
  return {
    exit: late ? "timeout" : code,
    requests: server.take(),
    printed: [...text.matchAll(CONSOLE)].map(([, said = ""]) => unordered(normalised(said))),
    checks: checksOf(isRecord(summary) ? summary.root_group : undefined),
    text,
  };
}
