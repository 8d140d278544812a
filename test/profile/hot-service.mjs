// A service whose busy time is known: `hot` runs three times the loop of `cold`, so three quarters of both are its own.
// With WORKER=1 both run in a worker thread. Says where it listens in one JSON line.

import { createServer } from "node:http";
import { isMainThread, parentPort, Worker } from "node:worker_threads";

const STEPS = 400_000;

function hot() {
  let x = 0;
  for (let i = 0; i < 3 * STEPS; i++) x += Math.sqrt(i + x);
  return x;
}

function cold() {
  let x = 0;
  for (let i = 0; i < STEPS; i++) x += Math.sqrt(i + x);
  return x;
}

function handle() {
  return hot() + cold();
}

if (isMainThread) {
  const worker = process.env.WORKER === "1" ? new Worker(new URL(import.meta.url)) : undefined;
  const waiting = [];
  worker?.on("message", (result) => waiting.shift()?.end(String(result)));
  const server = createServer((_, response) => {
    if (worker === undefined) response.end(String(handle()));
    else {
      waiting.push(response);
      worker.postMessage("");
    }
  });
  server.listen(0, "127.0.0.1", () => process.stdout.write(`${JSON.stringify({ port: server.address().port })}\n`));
} else {
  parentPort.on("message", () => parentPort.postMessage(handle()));
}
