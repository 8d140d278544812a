// The two engines that the conformance suite holds to one behaviour: the embedded runner, and the k6 binary if there is
// one. Both are run as a user runs them, as a process.

import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { suiteRoot } from "../../lib/node/suite-root.ts";
import { builtCli } from "../support/built.ts";

export interface RunSetting {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Sends SIGINT once this text is on stderr. */
  readonly interruptOn?: string;
}

export interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What the script's handleSummary wrote to `__ENV.OUT`; undefined when it wrote nothing. */
  readonly written: unknown;
}

export interface Engine {
  readonly name: "runner" | "k6";
  /** Name for people. */
  readonly label: string;
  /** @param script in the suite's own directory, or an absolute path */
  run(script: string, setting?: RunSetting): Promise<Ran>;
}

const scripts = join(suiteRoot(), "test", "conformance", "scripts");

const written = async (path: string): Promise<unknown> => {
  const text = await readFile(path, "utf8").catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
};

const engine = (name: Engine["name"], label: string, command: string, before: readonly string[]): Engine => ({
  name,
  label,
  run: async (script, { args = [], env = {}, interruptOn } = {}) => {
    const directory = await mkdtemp(join(tmpdir(), "conformance-"));
    const out = join(directory, "summary.json");
    const argv = [...before, "--quiet", ...args, "-e", `OUT=${out}`, resolve(scripts, script)];
    const child = spawn(command, argv, {
      cwd: directory,
      env: { ...process.env, K6_NO_USAGE_REPORT: "true", K6_AUTO_EXTENSION_RESOLUTION: "false", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    let interrupted = false;
    child.stdout.on("data", (text: Buffer) => {
      stdout += text.toString();
    });
    child.stderr.on("data", (text: Buffer) => {
      stderr += text.toString();
      if (interruptOn === undefined || interrupted || !stderr.includes(interruptOn)) return;
      interrupted = true;
      child.kill("SIGINT");
    });
    const exit = await new Promise<number>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolve(code ?? -1));
    });
    const ran = { exit, stdout, stderr, written: await written(out) };
    await rm(directory, { recursive: true, force: true });
    return ran;
  },
});

const run = [builtCli(), "k6", "run"];

export const runner: Engine = engine("runner", "runner", process.execPath, run);
export const threadedRunner: Engine = engine("runner", "runner on two threads", process.execPath, [
  ...run,
  ...["--threads", "2"],
]);

/** The k6 of K6_BIN or PATH; undefined when there is none that starts. */
export function findK6(): Engine | undefined {
  const binary = process.env.K6_BIN || "k6";
  const version = spawnSync(binary, ["version"], { encoding: "utf8" });
  return version.status === 0 ? engine("k6", "k6", binary, ["run"]) : undefined;
}
