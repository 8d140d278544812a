// A scenario over a described service as one plain k6 script, with its rows in a file beside it: what any k6 runs, and
// what this suite's own runs use.

import { createWriteStream, existsSync, mkdtempSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { finished } from "node:stream/promises";
import { build, type Plugin } from "esbuild";
import { k6Bundle } from "../k6-bundle.ts";
import { builtFile, suiteRoot } from "../suite-root.ts";
import { suiteImports } from "./bundle-plugin.ts";
import type { ServiceUnderTest } from "./service-under-test.ts";

/** Which scenario a script runs. */
export interface ScenarioFile {
  readonly name: string;
  /** Absolute path, when it is not one of the suite's. */
  readonly own: string | undefined;
}

const pathOf = ({ name, own }: ScenarioFile): string => own ?? join(suiteRoot(), `scenarios/${name}.ts`);

/** The module that gives the service: its description, or what a file of requests makes one. */
const serviceModule = ({ file, groups, service }: ServiceUnderTest): readonly string[] =>
  groups === undefined
    ? [`import described from ${JSON.stringify(file)};`, "export const service = described;"]
    : [
        'import { requestService } from "../core/service/request-file.ts";',
        `export const service = requestService(${JSON.stringify(service.data)}, ${JSON.stringify(groups)});`,
      ];

/** Puts the scenario in its place. */
const swapScenario = (scenario: ScenarioFile): Plugin => ({
  name: "tailgate-swap-scenario",
  setup(build) {
    const empty = join(suiteRoot(), "lib/k6/scenario-under-test.ts");
    build.onLoad({ filter: /scenario-under-test\.ts$/ }, ({ path }) =>
      path !== empty
        ? undefined
        : {
            contents: [
              `import scenario from ${JSON.stringify(pathOf(scenario))};`,
              `export const named = { name: ${JSON.stringify(scenario.name)}, scenario };`,
            ].join("\n"),
            loader: "ts",
            resolveDir: dirname(empty),
          },
    );
  },
});

/** Puts the service in the place of the reference contract. */
const swapService = (service: ServiceUnderTest, rowsFile: string): Plugin => ({
  name: "tailgate-swap-service",
  setup(build) {
    const reference = join(suiteRoot(), "lib/k6/service-under-test.ts");
    build.onLoad({ filter: /service-under-test\.ts$/ }, ({ path }) =>
      path !== reference
        ? undefined
        : {
            contents: [
              'import { SharedArray } from "k6/data";',
              ...serviceModule(service),
              // Read in init, as k6 demands, and once for all users.
              `export const rows = new SharedArray("rows", () => JSON.parse(open(${JSON.stringify(`./${rowsFile}`)})));`,
            ].join("\n"),
            loader: "ts",
            resolveDir: dirname(reference),
          },
    );
  },
});

/** Puts the reader of streams in the place of the one that refuses them. */
const swapStreams: Plugin = {
  name: "tailgate-swap-streams",
  setup(build) {
    const refusing = join(suiteRoot(), "lib/k6/stream.ts");
    build.onLoad({ filter: /stream\.ts$/ }, ({ path }) =>
      path !== refusing
        ? undefined
        : { contents: 'export { askStream } from "./sse-stream.ts";', loader: "ts", resolveDir: dirname(refusing) },
    );
  },
};

/** Names of files in comments would make the same script another one in every folder; the line stays for the map. */
const withoutPaths = (code: string): string => code.replace(/^\/\/ \S+\.(?:[cm]?[jt]s|json)$/gm, "//");

/** The script's code and its source map. @param rowsFile what it calls the file of rows beside it */
async function bundledScenario(
  scenario: ScenarioFile,
  service: ServiceUnderTest,
  rowsFile: string,
): Promise<{ readonly code: string; readonly map: string }> {
  const { outputFiles } = await build({
    ...k6Bundle,
    absWorkingDir: suiteRoot(),
    entryPoints: ["lib/k6/scenario-script.ts"],
    outfile: join(suiteRoot(), "script.js"),
    mainFields: ["module", "main"],
    sourcemap: "external",
    plugins: [
      suiteImports,
      swapScenario(scenario),
      ...(service.file === null ? [] : [swapService(service, rowsFile)]),
      ...(service.streams ? [swapStreams] : []),
    ],
  });
  const text = (end: string): string => outputFiles.find((output) => output.path.endsWith(end))?.text ?? "";
  return { code: withoutPaths(text(".js")), map: text(".map") };
}

/** A row a line, so that a million need not be one string here. */
async function writeRows(path: string, rows: readonly unknown[]): Promise<void> {
  const out = createWriteStream(path, { mode: 0o600 });
  out.write("[");
  for (const [i, row] of rows.entries()) {
    const more = out.write(`${i === 0 ? "" : ","}\n${JSON.stringify(row ?? null)}`);
    if (!more) await new Promise<void>((resolve) => out.once("drain", resolve));
  }
  out.end("\n]\n");
  await finished(out);
}

/**
 * Writes `<name>.js` and, of a service that is not the reference one, `<name>.rows.json` into a folder; resolves to the
 * script's path.
 */
export async function writeBundle(folder: string, scenario: ScenarioFile, service: ServiceUnderTest): Promise<string> {
  const { name } = scenario;
  const rowsFile = `${name}.rows.json`;
  const { code, map } = await bundledScenario(scenario, service, rowsFile);
  const script = join(folder, `${name}.js`);
  await writeFile(`${script}.map`, map, { mode: 0o600 });
  await writeFile(script, `${code}//# sourceMappingURL=${name}.js.map\n`, { mode: 0o600 });
  if (service.file !== null) await writeRows(join(folder, rowsFile), service.rows);
  return script;
}

/** Bundles of this process, by description and scenario: a comparison runs the same one many times. */
const made = new Map<string, Promise<string>>();

/** A folder that goes with this process. */
function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tailgate-bundle-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Path of the script that runs a scenario against a service. */
export function scenarioScript(scenario: ScenarioFile, service: ServiceUnderTest): Promise<string> {
  const { file } = service;
  const built = builtFile(`scenarios/${scenario.name}.js`);
  // The package holds none of these: each carries the corpus.
  if (file === null && scenario.own === undefined && existsSync(built)) return Promise.resolve(built);
  const key = `${file}\n${pathOf(scenario)}`;
  const known = made.get(key) ?? writeBundle(ownFolder(), scenario, service);
  made.set(key, known);
  return known;
}
