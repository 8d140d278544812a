// The live page: the report's own page on 127.0.0.1, fed by server-sent events while a run goes on. It serves nothing
// else, to nobody else, and a reader that is slow misses updates rather than holding up the run.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import type { ReportModel } from "../model/model.ts";
import { partsOf } from "../model/parts.ts";
import { liveParts, type PageAssets, renderPage } from "../page/page.ts";

export interface LiveView {
  /** http://127.0.0.1:<port>/ */
  readonly url: string;
  /** Shows a newer state of the run; about once a second is enough. */
  update(model: ReportModel): void;
  /** Tells the readers that the run is over, then stops serving. */
  close(): Promise<void>;
}

const HOST = "127.0.0.1";
/** How long a reader that has stopped reading may hold up the end. */
const PATIENCE_MS = 1000;

/** Serves the page on a free port. @throws when no port can be had */
export async function startLiveView(first: ReportModel, assets: PageAssets): Promise<LiveView> {
  let model = first;
  const readers = new Set<ServerResponse>();
  /** Readers that missed an update while their connection was full. */
  const behind = new Set<ServerResponse>();

  const server = createServer((request, response) => {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (!isLocal(request)) {
      response.writeHead(403).end("only for this machine\n");
    } else if (request.method !== "GET") {
      response.writeHead(405).end();
    } else if (request.url === "/") {
      response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(renderPage(model, assets, true));
    } else if (request.url === "/events") {
      response.writeHead(200, { "Content-Type": "text/event-stream" });
      readers.add(response);
      response.on("close", () => {
        readers.delete(response);
        behind.delete(response);
      });
      response.on("drain", () => {
        if (behind.delete(response)) response.write(eventOf(model));
      });
      response.write(eventOf(model));
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, HOST, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the live page has no port");

  return {
    url: `http://${HOST}:${address.port}/`,
    update(next) {
      model = next;
      if (readers.size === 0) return;
      const event = eventOf(next);
      for (const reader of readers) {
        if (reader.writableNeedDrain) behind.add(reader);
        else reader.write(event);
      }
    },
    async close() {
      const last = `${eventOf(model)}event: end\ndata: {}\n\n`;
      const told = [...readers].map((reader) => new Promise<void>((done) => reader.end(last, done)));
      await Promise.race([Promise.all(told), delay(PATIENCE_MS, undefined, { ref: false })]);
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** A name that a page elsewhere has pointed at this machine must not read the run: only the address itself will do. */
const isLocal = (request: IncomingMessage): boolean =>
  /^(127\.0\.0\.1|localhost):\d+$/.test(request.headers.host ?? "");

const eventOf = (model: ReportModel): string =>
  `event: model\ndata: ${JSON.stringify({ parts: liveParts(model), charts: partsOf(model).figures?.charts ?? null })}\n\n`;
