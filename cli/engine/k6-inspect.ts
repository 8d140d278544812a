// Asks k6 what a script says of itself: `k6 inspect` runs its init code and no load.

import { spawn } from "node:child_process";
import { dirname } from "node:path";
import { CliError, exit } from "../../lib/core/exit.ts";
import { isRecord } from "../../lib/core/json.ts";
import type { DeclaredMetric } from "../../runner/inspect.ts";
import { optionsFromEnvironment } from "../../runner/options/environment.ts";
import { overlay } from "../../runner/options/shortcuts.ts";
import type { InspectedScript, Inspection } from "./engine.ts";
import { INSPECTED, inspectEntry } from "./k6-entry.ts";
import { foreignEnv, QUIET_ENV } from "./k6-environment.ts";
import { K6Log } from "./k6-log.ts";

const TIMEOUT_MS = 120_000;

/** Without --execution-requirements, which knows no default number of users and refuses what `k6 run` takes. */
const FLAGS = ["inspect", "--log-format=json", "--include-system-env-vars", "-"];

const types: readonly string[] = ["counter", "gauge", "rate", "trend"] satisfies DeclaredMetric["type"][];
const isType = (type: unknown): type is DeclaredMetric["type"] => typeof type === "string" && types.includes(type);

const metricsOf = (ext: unknown): readonly DeclaredMetric[] => {
  const own = isRecord(ext) ? ext[INSPECTED] : undefined;
  const list: readonly unknown[] = isRecord(own) && Array.isArray(own.metrics) ? own.metrics : [];
  return list.flatMap((item) =>
    isRecord(item) && typeof item.name === "string" && isType(item.type)
      ? [{ name: item.name, type: item.type, isTime: item.isTime === true }]
      : [],
  );
};

const inspectedScript = (text: string, env: Inspection["env"]): InspectedScript => {
  const parsed: unknown = JSON.parse(text);
  if (!isRecord(parsed)) throw new Error("k6 inspect gave no object");
  const { ext, ...options } = parsed;
  return { options: overlay(options, optionsFromEnvironment(env)), metrics: metricsOf(ext) };
};

/** @throws CliError in k6's words and with its exit code when init code throws or options are wrong */
export async function inspectWithK6(
  path: string,
  { script, env, options, onNotice }: Inspection,
): Promise<InspectedScript> {
  const seen = foreignEnv(env, options);
  const child = spawn(path, FLAGS, {
    cwd: dirname(script.path),
    stdio: ["pipe", "pipe", "pipe"],
    timeout: TIMEOUT_MS,
    env: { ...seen, ...QUIET_ENV },
  });
  const log = new K6Log(onNotice);
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (piece: string) => {
    text += piece;
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? exit.timeout));
  });
  // k6 may end before it has read everything; its exit code says why.
  child.stdin.on("error", () => undefined);
  const fed = inspectEntry(script, options).then((code) => child.stdin.end(code));
  log.read(child.stderr);
  const [exitCode] = await Promise.all([ended, fed]).finally(() => child.kill());
  if (exitCode === exit.ok) return inspectedScript(text, seen);
  throw new CliError(log.lastError ?? `k6 inspect ended with code ${exitCode}`, { code: exitCode });
}
