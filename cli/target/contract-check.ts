// Before any load: is the service there, and does it speak the contract? Every answer it could give instead has one
// clear line.

import { CliError, exit } from "../../lib/core/exit.ts";
import { isRecord } from "../../lib/core/json.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import { batchPredictions, isPrediction } from "../../lib/core/service-contract.ts";
import { ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { type Address, type Exchange, exchange } from "../../lib/node/exchange.ts";
import type { ServiceEnd } from "./child-service.ts";

const HEALTH_WAIT_MS = 10_000;
const POLL_MS = 200;
const REQUEST_TIMEOUT_MS = 10_000;

const isDenied = (status: number): boolean => status === 401 || status === 403;

/** Why a request did not get through, in a few words. */
const reason = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && "code" in cause && typeof cause.code === "string") return cause.code;
  if (cause instanceof Error && cause.name === "TimeoutError") return `no answer within ${REQUEST_TIMEOUT_MS / 1000} s`;
  return cause instanceof Error ? cause.message : String(cause);
};

async function ask(at: Address, path: string, body?: unknown): Promise<Exchange | string> {
  try {
    return await exchange(at, path, REQUEST_TIMEOUT_MS, body);
  } catch (error) {
    return reason(error);
  }
}

/** What is known of the service beside its URL. */
export interface Waited {
  /** How it ended: there is no point in waiting longer. */
  ended(): ServiceEnd | undefined;
  /** The variable whose command started it; undefined when no command did. */
  readonly startedBy: string | undefined;
}

const endedEarly = ({ how, lastWords }: ServiceEnd, startedBy: string | undefined): CliError =>
  new CliError(
    [
      `${nameOf(startedBy)} ended before it was healthy (${how})${lastWords.length === 0 ? "" : ":"}`,
      ...lastWords,
    ].join("\n  "),
    { hint: "Run its command alone, with PORT set, to see why." },
  );

const unhealthy = (baseUrl: string, why: string, startedBy: string | undefined): CliError =>
  new CliError(
    `no healthy service${startedBy === undefined ? "" : ` of ${startedBy}`} at ${redactUrl(baseUrl)}/health after ${HEALTH_WAIT_MS / 1000} s: ${why}`,
    {
      hint:
        startedBy === undefined
          ? "Start the service, or correct BASE_URL. Without BASE_URL the suite starts its own reference service."
          : `The command in ${startedBy} runs, but must serve on 127.0.0.1:$PORT, the port it is given.`,
    },
  );

const nameOf = (startedBy: string | undefined): string =>
  startedBy === undefined ? "the service" : `the service of ${startedBy}`;

/**
 * Waits until `/health` answers with any 2xx: what else it says is the service's own affair.
 *
 * @returns what it says its profile is
 * @throws CliError after 10 s, when the service ends, and (105) when the user interrupts
 */
export async function waitForHealth(at: Address, world: World, { ended, startedBy }: Waited): Promise<string | null> {
  const deadline = world.monotonic() + HEALTH_WAIT_MS;
  for (;;) {
    const answer = await ask(at, "/health");
    if (typeof answer !== "string" && answer.status >= 200 && answer.status < 300) {
      return isRecord(answer.json) && typeof answer.json.profile === "string" ? answer.json.profile : null;
    }
    if (typeof answer !== "string" && isDenied(answer.status)) {
      // Waiting mends nothing.
      throw new CliError(`${redactUrl(at.url)}/health answers ${answer.status}`, {
        hint: "If it wants a key: HEADERS='Authorization: Bearer …', a header a line.",
      });
    }
    if (world.interrupted.aborted) {
      throw new CliError("interrupted while a service was starting", { code: exit.interrupted });
    }
    if (world.monotonic() >= deadline) {
      throw unhealthy(at.url, typeof answer === "string" ? answer : `it answers ${answer.status}`, startedBy);
    }
    const end = ended();
    await world.sleep(ms(POLL_MS), world.interrupted);
    // Only now: its last words may arrive after its end.
    if (end !== undefined) throw endedEarly(end, startedBy);
  }
}

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
