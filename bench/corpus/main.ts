// Runs public k6 scripts on k6 and on the runner, against a stand-in on loopback, and says of each what became of it.
// Not part of the tests: the scripts are not ours to keep. Without a network, as root or in a user namespace:
//
//   unshare -rn sh -c 'ip link set lo up; node build/corpus.js DIRECTORY LIST JSLIB OUT.json'
//
// LIST names scripts in DIRECTORY, one a line; JSLIB is a copy of jslib.k6.io's `lib`.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtFile } from "../../lib/node/suite-root.ts";
import { type Found, judge } from "./judge.ts";
import { copyForRun, wrap } from "./prepare.ts";
import { runOne } from "./run-one.ts";
import { startStandIn } from "./stand-in.ts";

const [, , directory = "", list = "", jslib = "", out = ""] = process.argv;
if ([directory, list, jslib, out].includes("")) {
  process.stderr.write("usage: make corpus DIRECTORY=… LIST=… JSLIB=… OUT=….json\n");
  process.exit(2);
}
const runner = [process.execPath, builtFile("cli.js"), "k6", "run"];
const server = await startStandIn();
const work = await mkdtemp(join(tmpdir(), "corpus-"));
const founds: Found[] = [];
const noScript = (script: string): Found => ({ script, outcome: "no script", why: "unreadable or without exports" });
const K6 = ["k6", "run"];
/** What differs between two runs of k6, too, keys of chance among it, says nothing of the runner. */
const compared = async (name: string, script: string): Promise<Found> => {
  const k6 = await runOne(K6, script, server);
  const found = judge(name, k6, await runOne(runner, script, server));
  if (found.outcome !== "wrong") return found;
  const { outcome, why } = judge(name, k6, await runOne(K6, script, server));
  return outcome === "wrong" ? { script: name, outcome: "by chance", why } : found;
};
try {
  await copyForRun(directory, work, server.port, jslib);
  for (const name of (await readFile(list, "utf8")).split("\n").filter((line) => line !== "")) {
    const script = await wrap(join(work, name));
    const found = script === undefined ? noScript(name) : await compared(name, script);
    founds.push(found);
    if (found.outcome !== "same") process.stdout.write(`${found.outcome}\t${name}\t${found.why}\n`);
  }
} finally {
  await rm(work, { recursive: true, force: true });
  server.close();
}
await writeFile(out, JSON.stringify(founds, null, 1));
const counts = new Map<string, number>();
for (const { outcome } of founds) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
process.stdout.write(`${[...counts].map(([name, count]) => `${name} ${count}`).join(", ")}\n`);
