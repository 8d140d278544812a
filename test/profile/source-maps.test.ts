// A real --cpu-prof file of a minified bundle, read and led back to the sources it was made of.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { timesOf } from "../../lib/core/profile/function-times.ts";
import { hasStacks, type TreeProfile } from "../../lib/core/profile/profile.ts";
import { readAnyProfile } from "../../lib/node/profile/profile-format.ts";
import { throughSourceMaps } from "../../lib/node/profile/source-maps.ts";

const SOURCE = `
const spin = (steps: number): number => {
  let x = 0;
  for (let i = 0; i < steps; i++) x += Math.sqrt(i + x);
  return x;
};

function slowFeatures(): number {
  return spin(20_000_000) + spin(20_000_000);
}

console.log(slowFeatures());
`;

/** Bundles the source, runs it under --cpu-prof and reads what that wrote. */
function profiledBundle(dir: string, sourcemap: "linked" | "inline" | false): TreeProfile {
  writeFileSync(join(dir, "source.ts"), SOURCE);
  const outfile = join(dir, "bundle.mjs");
  buildSync({ entryPoints: [join(dir, "source.ts")], outfile, bundle: true, minify: true, format: "esm", sourcemap });
  execFileSync(process.execPath, ["--cpu-prof", `--cpu-prof-dir=${join(dir, "out")}`, outfile]);
  const [name = ""] = readdirSync(join(dir, "out"));
  const profile = readAnyProfile(readFileSync(join(dir, "out", name)), { sampleUs: undefined });
  if (!hasStacks(profile)) throw new Error("no stacks");
  return profile;
}

for (const kind of ["linked", "inline"] as const) {
  test(`functions of a bundle with a ${kind} map get their names, files and lines`, async () => {
    const dir = mkdtempSync(join(tmpdir(), "profile-map-"));
    try {
      const bundled = profiledBundle(dir, kind);
      expect(bundled.functions.map((fn) => fn.name)).not.toContain("slowFeatures");
      const profile = await throughSourceMaps(bundled);
      const file = pathToFileURL(join(dir, "source.ts")).href;
      const hottest = timesOf(profile)
        .functions.filter((t) => profile.functions[t.fn]?.file === file)
        .sort((a, b) => b.cumulativeUs - a.cumulativeUs)
        .map((t) => profile.functions[t.fn]);
      expect(hottest).toContainEqual(expect.objectContaining({ name: "slowFeatures", line: 8 }));
      expect(timesOf(profile).totalUs).toBe(timesOf(bundled).totalUs);
      expect(profile.sampleCount).toBe(bundled.sampleCount);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
}

test("without a map, or with a damaged one, functions stay as they are", async () => {
  const dir = mkdtempSync(join(tmpdir(), "profile-map-"));
  try {
    const bundled = profiledBundle(dir, false);
    expect(await throughSourceMaps(bundled)).toBe(bundled);
    writeFileSync(join(dir, "bundle.mjs"), "x\n//# sourceMappingURL=bundle.mjs.map\n");
    writeFileSync(join(dir, "bundle.mjs.map"), "{ damaged");
    expect(await throughSourceMaps(bundled)).toBe(bundled);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
