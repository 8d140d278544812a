import { createServer, type RequestListener } from "node:http";
import { afterEach, expect, test } from "vitest";
import { exchange } from "./exchange.ts";

const close: (() => void)[] = [];
afterEach(() => {
  for (const end of close.splice(0)) end();
});

const serving = (answer: RequestListener): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer(answer).listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${address === null || typeof address === "string" ? 0 : address.port}`);
    });
    close.push(() => {
      server.close();
      server.closeAllConnections();
    });
  });

test("an answer is read whole, text and JSON", async () => {
  const url = await serving((_, response) => response.end(JSON.stringify({ profile: "é" })));
  expect(await exchange({ url, headers: {} }, "/health", 5000)).toMatchObject({ status: 200, json: { profile: "é" } });
});

test("an answer that never ends is given up at 4 MiB", async () => {
  let sent = 0;
  const url = await serving((_, response) => {
    const piece = Buffer.alloc(1 << 20, "x");
    const more = (): void => {
      if (response.destroyed) return;
      sent += piece.length;
      response.write(piece, more);
    };
    more();
  });
  await expect(exchange({ url, headers: {} }, "/metrics", 60_000)).rejects.toThrow("more than 4 MiB");
  expect(sent).toBeLessThan(64 << 20);
});
