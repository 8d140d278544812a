// A service for scripts under test: answers by a function, keeps what it was asked. It listens on a free loopback port.

import { createServer } from "node:http";

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

export interface FakeAnswer {
  /** 200 unless told. */
  readonly status?: number;
  readonly json: unknown;
}

export interface FakeService {
  readonly url: string;
  readonly requests: readonly FakeRequest[];
  close(): Promise<void>;
}

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
};

export async function startFakeService(answer: (request: FakeRequest) => FakeAnswer): Promise<FakeService> {
  const requests: FakeRequest[] = [];
  const server = createServer((incoming, response) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      const body = Buffer.concat(parts).toString();
      const request = { method: incoming.method ?? "", path: incoming.url ?? "", json: parsed(body) };
      requests.push(request);
      const { status = 200, json } = answer(request);
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the fake service has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
