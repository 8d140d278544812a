// `k6 new`: a script to begin with. Its target is this machine, since nobody else's server asked for load.

import { access, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CliError, exit } from "../../lib/core/exit.ts";
import type { World } from "../../lib/core/world.ts";
import { writeWholeFile } from "../../lib/node/whole-file.ts";
import { readFlags } from "./given-flags.ts";

const MINIMAL = `import http from "k6/http";
import { check, sleep } from "k6";

export const options = {
  vus: 10,
  duration: "30s",
};

export default function () {
  const res = http.get(__ENV.BASE_URL || "http://127.0.0.1:8000/");
  check(res, { "status is 200": (r) => r.status === 200 });
  sleep(1);
}
`;

const flags = {
  force: { kind: "switch", short: "f" },
  template: { kind: "text" },
  "project-id": { kind: "text", refused: true },
} as const;

/** @throws CliError (255) */
async function templateOf(name: string, cwd: string): Promise<string> {
  if (name === "minimal") return MINIMAL;
  if (!/[./\\]/.test(name)) {
    throw new CliError(`invalid template type "${name}"`, {
      code: exit.k6Usage,
      hint: "The runner has the template minimal, and takes the path of a file.",
    });
  }
  return await readFile(resolve(cwd, name), "utf8").catch((error: unknown) => {
    throw new CliError(`cannot read the template ${name}`, { code: exit.k6Usage, cause: error });
  });
}

/** @param argv what follows `new` @throws CliError (255) when the file is there already, or the template is not */
export async function newScript(argv: readonly string[], world: World): Promise<void> {
  const given = readFlags(argv, flags);
  const [name = "script.js", ...more] = given.operands;
  if (more.length > 0) throw new CliError("k6 new takes one file name", { code: exit.k6Usage });
  const template = given.text("template") ?? "minimal";
  const path = resolve(world.cwd, name);
  const there = await access(path).then(
    () => true,
    () => false,
  );
  if (there && given.isOn("force") !== true) {
    throw new CliError(`${name} already exists`, { code: exit.k6Usage, hint: "Use --force to overwrite it." });
  }
  await writeWholeFile(path, await templateOf(template, world.cwd));
  world.stdout.write(`New script created: ${name} (${template} template).\n`);
}
