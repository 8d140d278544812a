// Imports from a URL, on both engines: a module from a server of this machine, what it imports beside it, and k6's own
// modules in it. Then what the runner alone promises: the copy, and that it can be forbidden.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { selfSigned } from "../support/self-signed.ts";
import { findK6, runner } from "./engines.ts";
import { said } from "./summary-reader.ts";

const files: Readonly<Record<string, string>> = {
  "/lib/greet/index.js": `import { sleep } from "k6";
    import { name } from "../name.js";
    import { mark } from "/mark.js";
    export const greeting = () => { sleep(0.01); return "hello " + name() + mark; };`,
  "/lib/name.js": `export const name = () => "there";`,
  "/mark.js": `export const mark = "!";`,
  "/local.js": `export { secret } from "file:///etc/hostname";`,
  "/bad.js": `export const = 1;`,
};

let asked: string[] = [];
const server = createServer(selfSigned, (request, response) => {
  const path = request.url ?? "";
  asked.push(path);
  const text = files[path];
  response.statusCode = text === undefined ? 404 : 200;
  response.end(text ?? "no such file");
});

let home: string;
let env: Readonly<Record<string, string>>;
let at: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  at = `https://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  home = await mkdtemp(join(tmpdir(), "remote-imports-"));
  const authority = join(home, "authority.pem");
  await writeFile(authority, selfSigned.cert);
  // Each engine's way of being told whom to trust.
  env = { SSL_CERT_FILE: authority, NODE_EXTRA_CA_CERTS: authority, XDG_CACHE_HOME: home };
});
afterAll(async () => {
  server.close();
  await rm(home, { recursive: true });
});

async function script(text: string): Promise<string> {
  const path = join(home, "script.js");
  await writeFile(path, text.replaceAll("HERE", at));
  return path;
}

const greet = `import { greeting } from "HERE/lib/greet/index.js";
  export const options = { iterations: 2 };
  export default function () { console.log("said " + greeting()); }`;

const k6 = findK6();
describe.each(k6 === undefined ? [runner] : [runner, k6])("$label", (engine) => {
  test("imports from a URL, relative to it, and waits within what it imported", async () => {
    const ran = await engine.run(await script(greet), { env });
    expect(ran.exit, ran.stderr).toBe(0);
    expect(said(ran, "said")).toEqual(["hello there!", "hello there!"]);
  });

  test.each([
    ["/missing.js", "missing.js"],
    ["/bad.js", "bad.js"],
    ["/local.js", "file:///etc/hostname"],
  ])("ends with 107 for %s", async (path, word) => {
    const ran = await engine.run(await script(`import { x } from "HERE${path}"; export default () => x;`), { env });
    expect(ran.exit).toBe(107);
    expect(ran.stderr).toContain(word);
  });

  test("takes nothing that is not over https", async () => {
    const ran = await engine.run(await script(`import { x } from "http://127.0.0.1:9/x.js"; export default () => x;`), {
      env,
    });
    expect(ran.exit).toBe(107);
  });
});

test("the runner asks once, needs no network after that, and takes nothing when it is forbidden to", async () => {
  const cached = { env: { ...env, XDG_CACHE_HOME: join(home, "second") } };
  asked = [];
  const path = await script(greet);
  for (let run = 0; run < 2; run++) expect((await runner.run(path, cached)).exit).toBe(0);
  expect(asked.sort()).toEqual(["/lib/greet/index.js", "/lib/name.js", "/mark.js"]);
  const forbidden = await runner.run(path, { ...cached, args: ["--no-remote-modules"] });
  expect(forbidden.exit).toBe(107);
  expect(forbidden.stderr).toContain("script.js:1:");
  expect(forbidden.stderr).toContain("--no-remote-modules forbids it");
});
