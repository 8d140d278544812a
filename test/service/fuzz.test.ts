// Two hundred malformed requests, half of them to each of two profiles, while valid load runs: every valid request is
// answered rightly, and nothing is a 5xx.

import { connect } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Prediction } from "../../lib/core/service-contract.ts";
import type { RunningService } from "../../service/service.ts";
import { predict, readTestSet, withService } from "./client.ts";

interface Malformed {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: string;
  /** Ends the sending before the body's announced length. */
  readonly cutShort: boolean;
}

const json = fc.json({ maxDepth: 3 });
const wrongTexts = fc.oneof(
  fc.constantFrom<unknown>([], "", null, 0, {}, [[]], [""], [1], Array(101).fill("a"), "x".repeat(10_001)),
  fc.array(fc.oneof(fc.integer(), fc.constant(null), fc.boolean()), { minLength: 1, maxLength: 5 }),
);
const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 200 })
  .map((units) => String.fromCharCode(...units));
const wrongBody = fc.oneof(
  json.filter((text) => !/"texts?"/.test(text)),
  wrongTexts.map((texts) => JSON.stringify({ texts, text: Array.isArray(texts) ? texts : "" })),
  anyText.map((text) => `{"text":"${text}`),
  fc.constantFrom("", "{", "[", '{"text":', '{"texts":["a",]}', '{"text":"\\ud8"}', "\u0000", "a=b"),
);

const malformed: fc.Arbitrary<Malformed> = fc.record({
  method: fc.constantFrom("POST", "POST", "POST", "PUT", "DELETE", "PATCH", "BREW"),
  path: fc.constantFrom("/predict", "/predict_batch", "/predict/", "/%00", "/predict%2f", "//", "/nothing?x=1"),
  headers: fc.uniqueArray(
    fc.constantFrom("x-a: b", "content-encoding: gzip", "expect: 100-continue", `x-long: ${"y".repeat(20_000)}`),
    { maxLength: 2 },
  ),
  body: wrongBody,
  cutShort: fc.boolean(),
});

/** Sends the bytes and resolves to what came back before the connection ended; "" when it was dropped. */
const send = (url: URL, request: Malformed): Promise<string> =>
  new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(url.port), url.hostname);
    const length = Buffer.byteLength(request.body) + (request.cutShort ? 10 : 0);
    const head = [
      `${request.method} ${request.path} HTTP/1.1`,
      `host: ${url.host}`,
      "content-type: application/json",
      `content-length: ${length}`,
      "connection: close",
      ...request.headers,
    ];
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
    socket.end(`${head.join("\r\n")}\r\n\r\n${request.body}`);
  });

/** Valid requests, three at a time, until told to stop; every answer is compared. */
async function validLoad(
  service: RunningService,
  texts: readonly string[],
  expected: readonly Prediction[],
  until: AbortSignal,
) {
  let answered = 0;
  const user = async (first: number): Promise<void> => {
    for (let i = first; !until.aborted; i = (i + 3) % texts.length) {
      const { label, score } = await predict(service, texts[i] ?? "");
      expect(label).toBe(expected[i]?.label);
      expect(score).toBeCloseTo(expected[i]?.score ?? 9, 4);
      answered++;
    }
  };
  await Promise.all([user(0), user(1), user(2)]);
  return answered;
}

test.each(["baseline", "optimised"])("%s stands 100 malformed requests", async (profile) => {
  await withService({ profile }, async (service) => {
    const texts = readTestSet()
      .slice(0, 30)
      .map(({ text }) => text);
    const expected = await Promise.all(texts.map((text) => predict(service, text)));
    const stop = new AbortController();
    const load = validLoad(service, texts, expected, stop.signal);
    try {
      await fc.assert(
        fc.asyncProperty(malformed, async (request) => {
          const answers = (await send(new URL(service.url), request)).split(/(?=^HTTP\/1\.1 )/m);
          const final = answers.filter((answer) => !answer.startsWith("HTTP/1.1 100")).join("");
          expect(final).toMatch(/^$|^HTTP\/1\.1 4\d\d /);
          if (final !== "") expect(final).toContain('{"error":"');
        }),
        { numRuns: 100, seed: 20261124 },
      );
    } finally {
      stop.abort();
    }
    expect(await load).toBeGreaterThan(0);
  });
});
