// A small service as a shell command, for tests in which the suite starts and stops services: it starts in no time, notes
// the process id of each of its lives, and can be told to die under load.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const SOURCE = `
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
const [pids, batchesToLive] = process.argv.slice(2);
appendFileSync(pids, process.pid + "\\n");
let batches = 0;
const prediction = { label: "ham", score: 0.9 };
createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  if (request.url === "/predict_batch" && ++batches > Number(batchesToLive)) {
    process.stderr.write("out of cheese\\n", () => process.exit(7));
    return;
  }
  const { texts } = body === "" ? {} : JSON.parse(body);
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(texts ? { predictions: texts.map(() => prediction) } : { ...prediction, status: "ok" }));
}).listen(Number(process.env.PORT), "127.0.0.1");
`;

export interface MortalService {
  /** What CMD or BASELINE_CMD is set to. */
  readonly command: string;
  /** Of every life so far. */
  pids(): Promise<readonly number[]>;
}

/**
 * Writes the service into `dir`.
 * @param batchesToLive requests to /predict_batch it answers; at the next one it dies with exit code 7
 */
export async function mortalService(dir: string, name: string, batchesToLive = Infinity): Promise<MortalService> {
  const script = join(dir, `${name}.mjs`);
  const pids = join(dir, `${name}.pids`);
  await writeFile(script, SOURCE);
  await writeFile(pids, "");
  return {
    command: `exec "${process.execPath}" "${script}" "${pids}" ${batchesToLive}`,
    pids: async () => (await readFile(pids, "utf8")).split("\n").filter(Boolean).map(Number),
  };
}
