// The page's script and styles, bundled from the sources under test in memory.

import { build } from "esbuild";
import type { PageAssets } from "../../report/page/page.ts";

export async function pageAssets(): Promise<PageAssets> {
  const { outputFiles } = await build({
    entryPoints: { "report-client": "report/page/client/main.ts" },
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    outdir: "build",
    write: false,
    logLevel: "warning",
  });
  const text = (end: string): string => outputFiles.find((file) => file.path.endsWith(end))?.text ?? "";
  return { script: text(".js"), styles: text(".css") };
}
