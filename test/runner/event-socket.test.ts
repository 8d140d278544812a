// WebSockets of a whole run in process: what is counted of one that a listener ends by throwing.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { WebSocketServer } from "ws";
import { tryScript } from "../../runner/testing/try-script.ts";

test("a socket whose listener throws is counted once, its bytes in the iteration it was of", async () => {
  const directory = await mkdtemp(join(tmpdir(), "event-socket-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  onTestFinished(() => {
    server.close();
  });
  server.on("connection", (socket) => socket.send("hello"));
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  const script = join(directory, "script.js");
  await writeFile(
    script,
    `import { WebSocket } from "k6/websockets";
    export default () => {
      new WebSocket("ws://127.0.0.1:${address.port}/").onmessage = () => { throw new Error("enough"); };
    };`,
  );
  const run = await tryScript({ script, iterations: 1 });
  expect(run.outcome.scriptErrors).toBe(1);
  expect(run.values("ws_session_duration")).toHaveLength(1);
  expect(run.values("data_received")[0]).toBeGreaterThan(100);
});
