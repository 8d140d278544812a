// `make bench-compare`: many live comparisons of the reference service with itself, with slowed versions and with one
// optimisation, each as a person would run it, and a table of what came of them. For a quiet hour: a comparison takes
// minutes, and whatever else runs is in its figures.

import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Comparison } from "../lib/core/compare/model.ts";
import { intervalText, signedPercent } from "../lib/core/compare/wording.ts";
import { formatDuration } from "../lib/core/format.ts";
import { median } from "../lib/core/quantile.ts";
import { textTable } from "../lib/core/text-table.ts";
import { readSaved } from "../report/files/saved.ts";

/** What is compared: the baseline with itself, or with what these variables make of it. */
interface Arm {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly times: number;
}

/** `ARMS="self:12 1.05:12 1.10:6 p4:6"`: a slowdown, or a profile of the reference service. */
const armsFrom = (text: string): readonly Arm[] =>
  text
    .trim()
    .split(/\s+/)
    .map((part) => {
      const [name = "", times = "1"] = part.split(":");
      const variables: Arm["variables"] =
        name === "self"
          ? { SERVICE_PROFILE: "baseline" }
          : Number(name) > 0
            ? { SERVICE_SLOWDOWN: name }
            : { SERVICE_PROFILE: name };
      return { name, variables, times: Number(times) };
    });

/** What one comparison said, and how long it took to say it. */
interface Outcome {
  readonly verdict: string;
  readonly headline: string;
  readonly tookMs: number;
  /** By metric: the change and its interval, of latency at rest and of cost. */
  readonly sizes: Readonly<Record<string, { readonly change: number; readonly text: string } | undefined>>;
}

/** The two rows whose sizes are known in advance: no queue multiplies them. */
const SIZED = ["restMs", "cpuPerThousand"] as const;

function sizeIn({ metrics }: Comparison, key: string): Outcome["sizes"][string] {
  const row = metrics.find(({ metric }) => metric === key);
  return row?.change == null
    ? undefined
    : { change: row.change, text: `${signedPercent(row.change)} ${intervalText(row.changeInterval)}` };
}

async function savedIn(results: string): Promise<Comparison | undefined> {
  const folder = join(results, "after");
  const name = (await readdir(folder).catch(() => [])).find((file) => file.endsWith(".comparison.json"));
  if (name === undefined) return undefined;
  const saved = await readSaved(join(folder, name));
  return saved.kind === "comparison" ? saved.value : undefined;
}

/** Runs the command; its report goes to a file beside its recordings. */
async function compareOnce(arm: Arm, results: string): Promise<Outcome> {
  await mkdir(results, { recursive: true });
  const started = performance.now();
  const child = spawn(process.execPath, ["build/cli.js", "compare"], {
    env: { ...process.env, ...arm.variables, RESULTS_DIR: results },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const out: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const tookMs = performance.now() - started;
  await writeFile(join(results, "report.txt"), Buffer.concat(out));
  const saved = await savedIn(results);
  if (saved === undefined) return { verdict: `exit ${code}`, headline: "nothing was saved", tookMs, sizes: {} };
  return {
    verdict: saved.verdict,
    headline: saved.headline,
    tookMs,
    sizes: Object.fromEntries(SIZED.map((key) => [key, sizeIn(saved, key)])),
  };
}

const VERDICTS = ["regressed", "no-change", "improved", "inconclusive", "invalid"] as const;

/** One line an arm: verdicts counted, the middle and the ends of the sizes at rest, the middle of the time. */
function summary(outcomes: ReadonlyMap<Arm, readonly Outcome[]>): string {
  const rows = [...outcomes].map(([arm, all]) => {
    const count = (verdict: string): string => String(all.filter((o) => o.verdict === verdict).length);
    const range = (key: string): string => {
      const sizes = all.flatMap((o) => o.sizes[key]?.change ?? []);
      const middle = median(sizes);
      return middle === undefined
        ? "n/a"
        : `${signedPercent(middle)} (${signedPercent(Math.min(...sizes))} to ${signedPercent(Math.max(...sizes))})`;
    };
    const times = all.map((o) => o.tookMs);
    const took = `${formatDuration(median(times) ?? 0)} (${formatDuration(Math.min(...times))} to ${formatDuration(Math.max(...times))})`;
    return [arm.name, String(all.length), ...VERDICTS.map(count), range("restMs"), range("cpuPerThousand"), took];
  });
  return textTable(["against itself as", "runs", ...VERDICTS, "at rest", "CPU", "time to verdict"], rows);
}

const detail = (outcomes: ReadonlyMap<Arm, readonly Outcome[]>): string =>
  textTable(
    ["as", "verdict", "at rest", "CPU", "took"],
    [...outcomes].flatMap(([arm, all]) =>
      all.map((o) => [
        arm.name,
        o.verdict,
        o.sizes.restMs?.text ?? "n/a",
        o.sizes.cpuPerThousand?.text ?? "n/a",
        formatDuration(o.tookMs),
      ]),
    ),
  );

const arms = armsFrom(process.env.ARMS || "self:12 1.05:12 1.10:6 p4:6");
const directory = process.env.OUT || (await mkdtemp(join(tmpdir(), "tailgate-campaign-")));
process.stdout.write(`recordings and reports: ${directory}\n`);
const outcomes = new Map<Arm, Outcome[]>(arms.map((arm) => [arm, []]));
const most = Math.max(...arms.map(({ times }) => times));
// In turn, so that a change of the machine's mood meets all of them.
for (let round = 0; round < most; round++) {
  for (const arm of arms.filter(({ times }) => round < times)) {
    process.stderr.write(`\n${arm.name}, ${round + 1} of ${arm.times}\n`);
    const outcome = await compareOnce(arm, join(directory, `${arm.name}-${round + 1}`));
    outcomes.get(arm)?.push(outcome);
    process.stderr.write(`${arm.name}, ${round + 1} of ${arm.times}: ${outcome.headline}\n`);
  }
}
process.stdout.write(`\n${detail(outcomes)}\n${summary(outcomes)}`);
