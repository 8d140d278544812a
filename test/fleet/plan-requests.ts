// A service that keeps what it was asked, and the request numbers of a plan that this can only have come from.

import { createServer, type IncomingMessage } from "node:http";
import { planFor } from "../../cli/measure/plan-for.ts";
import { isRecord } from "../../lib/core/json.ts";
import { endpointAt, textsAt } from "../../lib/core/load/workload.ts";
import { referenceService } from "../../lib/core/service/reference.ts";
import { readCorpus } from "../../lib/node/corpus-file.ts";

export interface AskedService {
  readonly url: string;
  /** A text for each request with rows, in order of arrival. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  let text = "";
  for await (const piece of request) text += String(piece);
  return text === "" ? undefined : JSON.parse(text);
};

const prediction = { label: "ham", score: 0.9 };

/** Answers at once, always the same. */
export async function askedService(): Promise<AskedService> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    if (request.url === "/metrics") return void response.writeHead(404).end();
    const body = await bodyOf(request);
    const texts = isRecord(body) && Array.isArray(body.texts) ? body.texts : undefined;
    if (isRecord(body)) asked.push(JSON.stringify(texts ?? [body.text]));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(
      JSON.stringify(texts ? { predictions: texts.map(() => prediction) } : { ...prediction, status: "ok" }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Which requests of a plan these were: the number of each, in order of number; a request that is none of the first
 * `most` is left out. With REPEAT_SHARE=0 every request's texts are its own.
 */
export async function numbersOf(
  asked: readonly string[],
  scenario: string,
  env: Readonly<Record<string, string>>,
  most = 1000,
): Promise<readonly number[]> {
  const { mix, options } = planFor(scenario, env, { service: referenceService });
  const { texts } = await readCorpus();
  const numbers = new Map<string, number>();
  for (let index = 0; index < most; index++) {
    const { rows } = endpointAt(mix, options.seed, index);
    if (rows === null) continue;
    const chosen = textsAt(index, rows, texts.length, options).map(({ text, marker }) => {
      const known = texts[text]?.text ?? "";
      return marker === undefined ? known : `${marker} ${known}`;
    });
    numbers.set(JSON.stringify(chosen), index);
  }
  return asked.flatMap((request) => numbers.get(request) ?? []).sort((a, b) => a - b);
}

/** The numbers with rows among the first `count` of a plan. */
export function numberedOf(scenario: string, env: Readonly<Record<string, string>>, count: number): readonly number[] {
  const { mix, options } = planFor(scenario, env, { service: referenceService });
  return Array.from({ length: count }, (_, i) => i).filter((i) => endpointAt(mix, options.seed, i).rows !== null);
}
