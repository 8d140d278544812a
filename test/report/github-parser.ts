// GitHub's own parser of workflows and actions. It imports JSON without an import attribute, which Node refuses, so it
// is bundled in memory first.

import { build } from "esbuild";

type WorkflowParser = typeof import("@actions/workflow-parser");
type ActionParser = typeof import("@actions/workflow-parser/actions/action-parser");

export async function loadGithubParser(): Promise<WorkflowParser & ActionParser> {
  const { outputFiles } = await build({
    stdin: {
      contents:
        'export * from "@actions/workflow-parser"; export * from "@actions/workflow-parser/actions/action-parser";',
      resolveDir: process.cwd(),
    },
    bundle: true,
    platform: "node",
    format: "esm",
    // One of its dependencies is CommonJS and asks for Node's own modules by require.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire("file:///");' },
    write: false,
    logLevel: "error",
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
  return import(/* @vite-ignore */ `data:text/javascript;base64,${code}`);
}
