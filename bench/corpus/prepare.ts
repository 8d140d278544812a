// Makes a public script fit to be compared: every address leads to the stand-in, sleeps are short, chance is gone, and
// the load is one user and an iteration or two. What the script does in an iteration stays as it is.

import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { build } from "esbuild";

const SCRIPT = /\.(js|ts|mjs|json)$/;

/** Rewrites addresses and sleeps in a copy of `from`. @param jslib a copy of jslib.k6.io's `lib` */
export async function copyForRun(from: string, to: string, port: number, jslib: string): Promise<void> {
  await cp(from, to, { recursive: true });
  const names = await readdir(to, { recursive: true, withFileTypes: true });
  for (const entry of names) {
    if (!entry.isFile() || !SCRIPT.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const text = await readFile(path, "utf8");
    await writeFile(
      path,
      text
        .replace(/https:\/\/jslib\.k6\.io/g, jslib)
        .replace(/(?:https?):\/\/(?:[\w.-]+)(?::\d+)?/g, `http://127.0.0.1:${port}`)
        .replace(/(?<![.\w])((?:k6\.)?sleep)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))+\)/g, "$1(0.01)"),
    );
  }
}

const SEED = `let n = 7; Math.random = () => { n = (n * 16807) % 2147483647; return n / 2147483647; };
`;

/** One user, one iteration for each scenario; everything else of the options stays. */
const SMALL = `function small(options) {
  const { stages, vus, iterations, duration, scenarios, execution, executionSegment, minIterationDuration, rps, ...rest } = options ?? {};
  if (!scenarios) return { ...rest, vus: 1, iterations: 2 };
  return { ...rest, scenarios: Object.fromEntries(Object.entries(scenarios).map(([name, { exec, env, tags, options }]) =>
    [name, { executor: "per-vu-iterations", vus: 1, iterations: 1, maxDuration: "8s", gracefulStop: "0s",
      ...(exec && { exec }), ...(env && { env }), ...(tags && { tags }), ...(options && { options }) }])) };
}
`;

async function exportsOf(script: string): Promise<readonly string[] | undefined> {
  const result = await build({
    entryPoints: [script],
    bundle: false,
    write: false,
    metafile: true,
    format: "esm",
    logLevel: "silent",
  }).catch(() => undefined);
  return result && Object.values(result.metafile.outputs)[0]?.exports;
}

/** Writes what is run in the place of `script`, beside it, and gives its path; undefined for what cannot be read or exports nothing. */
export async function wrap(script: string): Promise<string | undefined> {
  const names = await exportsOf(script);
  if (names === undefined || names.length === 0) return undefined;
  const directory = dirname(script);
  const seed = join(directory, "corpus-seed.js");
  const wrapper = join(directory, `corpus-${basename(script).replace(/\.\w+$/, "")}.js`);
  await writeFile(seed, SEED);
  const from = JSON.stringify(`./${basename(script)}`);
  const others = names.filter((name) => name !== "options" && name !== "handleSummary");
  const options = names.includes("options")
    ? `import { options as original } from ${from};\n`
    : "const original = {};\n";
  const all = others.length > 0 ? `export { ${others.join(", ")} } from ${from};\n` : "";
  await writeFile(
    wrapper,
    `import "./corpus-seed.js";\n${options}${all}${SMALL}export const options = small(original);\n`,
  );
  return wrapper;
}
