// Before any load: does the service speak the contract? Every answer it could give instead has one clear line.

import { CliError } from "../../lib/core/exit.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import { batchPredictions, isPrediction } from "../../lib/core/service-contract.ts";
import type { Address, Exchange } from "../../lib/node/exchange.ts";
import { askOnce, isDenied } from "./ask-once.ts";

const REQUEST_TIMEOUT_MS = 10_000;

const ask = (at: Address, path: string, body: unknown): Promise<Exchange | string> =>
  askOnce(at, path, REQUEST_TIMEOUT_MS, body);

const describe = (answer: Exchange | string): string => {
  if (typeof answer === "string") return answer;
  if (answer.status !== 200)
    return `status ${answer.status}${isDenied(answer.status) ? " (are its HEADERS right?)" : ""}`;
  if (answer.json === undefined) return `not JSON (${answer.contentType || "no content type"})`;
  return "JSON of another shape";
};

/** Asks each inference endpoint once. @throws CliError that says which answer was not of the contract */
export async function checkContract(at: Address): Promise<void> {
  const text = "A short message to see whether you are there.";
  const single = await ask(at, "/predict", { text });
  if (typeof single === "string" || single.status !== 200 || !isPrediction(single.json)) {
    throw wrongContract(at.url, "/predict", describe(single), '{"label": string, "score": 0..1}');
  }
  const batch = await ask(at, "/predict_batch", { texts: [text, text] });
  const predictions = typeof batch === "string" || batch.status !== 200 ? undefined : batchPredictions(batch.json);
  if (predictions?.length !== 2) {
    throw wrongContract(
      at.url,
      "/predict_batch",
      describe(batch),
      '{"predictions": [{"label", "score"}, …]}, one a text',
    );
  }
}

const wrongContract = (baseUrl: string, path: string, got: string, wanted: string): CliError =>
  new CliError(`POST ${redactUrl(baseUrl)}${path} does not speak the contract: ${got}`, {
    hint: `It must answer 200 with ${wanted} (docs/service.md). Is BASE_URL right?`,
  });
