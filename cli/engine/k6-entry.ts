// The module that k6 is given for somebody else's script: all of it, bundled, with options of ours laid over its own.
// Its stack traces lead back to the files a person wrote, and what it writes at its end stays its own.

import { basename, dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { metric } from "../../lib/core/metric-sample.ts";
import { k6Bundle } from "../../lib/node/k6-bundle.ts";
import { remoteImports } from "../../runner/loader/remote/import-plugin.ts";
import type { RawOptions } from "../../runner/options/shortcuts.ts";
import type { ForeignScript } from "./engine.ts";

/** Options that say how much to run: one of ours takes the place of all of the script's. */
const HOW_MUCH = ["vus", "duration", "iterations", "stages", "scenarios"];

/** The script's own options with `over` laid on top; names count without regard to case, as in k6. */
const overlaid = (own: string, over: RawOptions): string => {
  const taken = [...("scenarios" in over ? HOW_MUCH : []), ...Object.keys(over)].map((name) => name.toLowerCase());
  return `{ ...Object.fromEntries(Object.entries(${own} ?? {}).filter(([name]) => !${JSON.stringify(taken)}.includes(name.toLowerCase()))), ...${JSON.stringify(over)} }`;
};

/**
 * Relative paths of handleSummary mean the user's directory, as with \`k6 run\`, although k6 runs in the script's, where
 * \`open\` looks. Our own metric is not the script's to see.
 */
const summary = (cwd: string, isShare: boolean): string => `
const tailgatePlaced = (returned) => returned === null || typeof returned !== "object" ? returned : Object.fromEntries(
  Object.entries(returned).map(([to, content]) => [to === "stdout" || to === "stderr" || to.startsWith("/") ? to : ${JSON.stringify(`${cwd}/`)} + to, content]));
const handleSummary = (data) => {
  if (${isShare} || typeof tailgateScript.handleSummary !== "function") return {};
  delete data.metrics[${JSON.stringify(metric.started)}];
  const returned = tailgateScript.handleSummary(data);
  return returned && typeof returned.then === "function" ? returned.then(tailgatePlaced) : tailgatePlaced(returned);
};`;

/** Tells when the scenarios begin: that is when setup is over. */
const SETUP = `
const tailgateStarted = new TailgateGauge(${JSON.stringify(metric.started)});
const tailgateStart = (data) => {
  tailgateStarted.add(Date.now());
  return data;
};
const setup = () => {
  const data = typeof tailgateScript.setup === "function" ? tailgateScript.setup() : undefined;
  return data && typeof data.then === "function" ? data.then(tailgateStart) : tailgateStart(data);
};`;

/** The script as `tailgateScript`, in its own kind of module. */
const imported = ({ path, isCommonJs }: ForeignScript): string => {
  const from = JSON.stringify(`./${basename(path)}`);
  return isCommonJs
    ? `const tailgateScript = require(${from});\nconst { Gauge: TailgateGauge } = require("k6/metrics");`
    : `import * as tailgateScript from ${from};\nimport { Gauge as TailgateGauge } from "k6/metrics";`;
};

/** All that the script exports, and `names` of ours in the place of its own. */
const exported = ({ path, exports, isCommonJs }: ForeignScript, names: readonly string[]): string => {
  const ours = names.join(", ");
  if (isCommonJs) return `module.exports = { ...tailgateScript, ${ours} };`;
  const from = JSON.stringify(`./${basename(path)}`);
  const standard = exports.includes("default") ? `export { default } from ${from};` : "";
  return `export * from ${from};\n${standard}\nexport { ${ours} };`;
};

/** Keeps the metrics that init code declares, for an inspection. */
const METRICS_SHIM = `
import * as real from "k6/metrics";
const declared = (globalThis.tailgateMetrics ??= []);
const watched = (type, Metric) => function (name, isTime) {
  declared.push({ name, type, isTime: isTime === true });
  return new Metric(name, isTime);
};
export const Counter = watched("counter", real.Counter);
export const Gauge = watched("gauge", real.Gauge);
export const Rate = watched("rate", real.Rate);
export const Trend = watched("trend", real.Trend);
export default { Counter, Gauge, Rate, Trend };
`;

const watchMetrics: Plugin = {
  name: "watch-metrics",
  setup(builder) {
    builder.onResolve({ filter: /^k6\/metrics$/ }, ({ namespace }) =>
      namespace === "watched" ? { path: "k6/metrics", external: true } : { path: "k6/metrics", namespace: "watched" },
    );
    builder.onLoad({ filter: /.*/, namespace: "watched" }, () => ({ contents: METRICS_SHIM, loader: "js" }));
  },
};

async function bundled(script: ForeignScript, contents: string, plugins: Plugin[] = []): Promise<string> {
  const directory = dirname(script.path);
  const result = await build({
    ...k6Bundle,
    format: script.isCommonJs ? "cjs" : "esm",
    absWorkingDir: directory,
    stdin: { contents, resolveDir: directory, sourcefile: "tailgate-entry.js" },
    outfile: `${directory}/script.js`,
    legalComments: "none",
    // Stack traces name the files a person wrote.
    sourcemap: "inline",
    sourcesContent: false,
    sourceRoot: pathToFileURL(directory).href,
    plugins: [...plugins, remoteImports(script.remote)],
  });
  return result.outputFiles?.[0]?.text ?? "";
}

/**
 * The module to run.
 * @param cwd the user's directory
 * @param isShare whether it is one process of several: the summary of a part is nobody's
 */
export const runEntry = (script: ForeignScript, over: RawOptions, cwd: string, isShare = false): Promise<string> =>
  bundled(
    script,
    `${imported(script)}
const options = ${overlaid("tailgateScript.options", over)};
${SETUP}
${summary(cwd, isShare)}
${exported(script, ["options", "setup", "handleSummary"])}`,
  );

/** Where an inspected script's options tell which metrics it declares. */
export const INSPECTED = "tailgate";

/** The module to inspect: its options name the metrics that it declares. */
export const inspectEntry = (script: ForeignScript, over: RawOptions): Promise<string> =>
  bundled(
    script,
    `${imported(script)}
const own = ${overlaid("tailgateScript.options", over)};
const options = { ...own, ext: { ...own.ext, ${INSPECTED}: { metrics: globalThis.tailgateMetrics ?? [] } } };
${exported(script, ["options"])}`,
    [watchMetrics],
  );
