// Waits for a service to be there. Ready is a right answer to a real request, since many a health check is a constant.
// What waiting cannot mend (a key that is missing, a certificate nobody trusts, an
// address that points elsewhere) is said at once.

import { parseDuration } from "../../lib/core/duration.ts";
import { CliError, exit } from "../../lib/core/exit.ts";
import { formatDuration } from "../../lib/core/format.ts";
import { isRecord } from "../../lib/core/json.ts";
import { outsideLine } from "../../lib/core/outside-text.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import type { RequestKind } from "../../lib/core/service/request-kinds.ts";
import { type Millis, ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import { type Address, exchange } from "../../lib/node/exchange.ts";
import type { Reply } from "../../lib/node/service/ask.ts";
import type { ServiceUnderTest } from "../../lib/node/service/service-under-test.ts";
import { askOnce, isDenied, isGood } from "./ask-once.ts";
import type { ServiceEnd } from "./child-service.ts";
import { checkReply, nameOfKind, otherContract } from "./contract-check.ts";

/** A model server loads gigabytes before it answers. */
const READY_TIMEOUT = "60s";
const POLL_MS = 200;
const REQUEST_TIMEOUT_MS = 10_000;
const LEAST_REQUEST_MS = 1000;
/** People are told what is waited for from here on, and again after as long. */
const PROGRESS_MS = 5000;

/** How long a service may take to start (READY_TIMEOUT). @throws CliError when it is no duration */
export function readyTimeout(env: World["env"]): Millis {
  const text = env.READY_TIMEOUT || READY_TIMEOUT;
  const timeoutMs = parseDuration(text);
  if (timeoutMs !== undefined && timeoutMs > 0) return ms(timeoutMs);
  throw new CliError(`READY_TIMEOUT=${text}: must be a duration above zero`, { hint: "For example READY_TIMEOUT=3m" });
}

/** What is known of the service beside its URL. */
export interface Waited {
  /** How it ended: there is no point in waiting longer. */
  ended(): ServiceEnd | undefined;
  /** The variable whose command started it; undefined when no command did. */
  readonly startedBy: string | undefined;
}

/** What a ready service says of itself. */
export interface Ready {
  /** Its own word for what it is. */
  readonly profile: string | null;
  /** Its own word for which build it is. */
  readonly version: string | null;
}

const nameOf = (startedBy: string | undefined): string =>
  startedBy === undefined ? "the service" : `the service of ${startedBy}`;

const endedEarly = ({ how, lastWords }: ServiceEnd, startedBy: string | undefined): CliError =>
  new CliError(
    [`${nameOf(startedBy)} ended before it was ready (${how})${lastWords.length === 0 ? "" : ":"}`, ...lastWords].join(
      "\n  ",
    ),
    { hint: "Run its command alone, with PORT set, to see why." },
  );

const NO_SERVICE_HINT =
  "Start the service, or correct BASE_URL. Without BASE_URL the suite starts its own reference service.";
const silentCommandHint = (startedBy: string): string =>
  `The command in ${startedBy} runs, but must serve on 127.0.0.1:$PORT, the port it is given. If it starts slowly: READY_TIMEOUT.`;
/** 429 and 503: somebody is there, and takes no request now. */
const BUSY_HINT =
  "It is there and refuses requests for now. Test it when it takes one at a time, raise its limit for this client, or wait longer: READY_TIMEOUT.";

const isBusy = (answer: Reply | string): boolean =>
  typeof answer !== "string" && [429, 503].includes(answer.exchange.status);

/** What kept a request from being answered, with the time that the service itself asks for. */
function whyNot(answer: Reply | string): string {
  if (typeof answer === "string") return answer;
  const { status, headers } = answer.exchange;
  const after = headers["retry-after"];
  return `it answers ${status}${after === undefined ? "" : ` (Retry-After: ${outsideLine(after, 40)})`}`;
}

const notReady = (
  baseUrl: string,
  kind: RequestKind<unknown>,
  answer: Reply | string,
  startedBy: string | undefined,
  waitedMs: number,
): CliError =>
  new CliError(
    `no service${startedBy === undefined ? "" : ` of ${startedBy}`} answers ${nameOfKind(kind)} at ${redactUrl(baseUrl)} after ${formatDuration(waitedMs)}: ${whyNot(answer)}`,
    { hint: isBusy(answer) ? BUSY_HINT : startedBy === undefined ? NO_SERVICE_HINT : silentCommandHint(startedBy) },
  );

/** Names of the TLS errors that are about the certificate (docs of Node's tls and OpenSSL's X509_V_ERR_*). */
const CERTIFICATE_ERROR = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

/** What no waiting mends. */
function hopeless(at: Address, kind: RequestKind<unknown>, answer: Reply | string): CliError | undefined {
  const where = `${nameOfKind(kind)} of ${redactUrl(at.url)}`;
  if (typeof answer === "string") {
    if (!CERTIFICATE_ERROR.test(answer)) return undefined;
    return new CliError(`${where} has a certificate that is not trusted (${answer})`, {
      hint: "Name the authority that signed it in NODE_EXTRA_CA_CERTS (k6: SSL_CERT_FILE), or test over http on loopback.",
    });
  }
  const { status, location } = answer.exchange;
  if (isDenied(status)) {
    return new CliError(`${where} answers ${status}`, {
      hint: "If it wants a key: HEADERS='Authorization: Bearer …', a header a line.",
    });
  }
  if (status < 300 || status >= 400) return undefined;
  const to = location !== undefined && URL.canParse(location, at.url) ? new URL(location, at.url).href : undefined;
  return new CliError(`${where} redirects${to === undefined ? "" : ` to ${redactUrl(to)}`} (${status})`, {
    hint: "Every request of the load would be sent twice: set BASE_URL to where the service itself answers.",
  });
}

/** Of a name that a service has for itself, in characters: it ends up in every report. */
const LONGEST_NAME = 200;

const nameIn = (x: unknown): string | null =>
  typeof x === "string" ? outsideLine(x, LONGEST_NAME).trim() || null : null;

/** What a health check says of the service; "" is no name. */
const saysOf = (json: unknown): Ready => {
  if (!isRecord(json)) return { profile: null, version: null };
  const { version, build, commit, revision } = json;
  const versions = [version, build, commit, revision].map(nameIn).filter((name) => name !== null);
  return { profile: nameIn(json.profile), version: versions.length === 0 ? null : versions.join(" ") };
};

/** Path of the first health check that is described. */
function healthPath({ kinds }: ServiceUnderTest): string | undefined {
  const path = kinds.find((kind) => kind.endpoint.role === "health" && kind.rows === null)?.endpoint.path;
  return typeof path === "string" ? path : undefined;
}

/** What the described health check says; undefined without one, or when it is not well. */
async function health(at: Address, service: ServiceUnderTest): Promise<Ready | undefined> {
  const path = healthPath(service);
  if (path === undefined) return undefined;
  try {
    const { status, json } = await exchange(at, path, REQUEST_TIMEOUT_MS);
    return isGood(status) ? saysOf(json) : undefined;
  } catch {
    return undefined;
  }
}

/** Statuses that mean "not now": the others below 500 say that the request is wrong, and stay so. */
const PASSING: readonly number[] = [408, 423, 425, 429];
/** A server that loads its model may deny that there is one for as long, when it has no health check to say more. */
const DENIAL_MS = 10_000;

const isRefused = (status: number): boolean => status >= 400 && status < 500 && !PASSING.includes(status);

/**
 * Waits until the simplest described request is answered rightly.
 *
 * @returns what its health check says of it
 * @throws CliError after READY_TIMEOUT, when it answers otherwise, when it ends, and (105) when the user interrupts
 */
export async function waitUntilReady(
  at: Address,
  service: ServiceUnderTest,
  world: World,
  { ended, startedBy }: Waited,
): Promise<Ready> {
  const kind = service.simplest;
  const timeoutMs = readyTimeout(world.env);
  const start = world.monotonic();
  let toldMs = 0;
  for (let attempt = 0; ; attempt++) {
    const leftMs = start + timeoutMs - world.monotonic();
    // The last request has time to be answered: what it says is what people are told.
    const askMs = Math.max(LEAST_REQUEST_MS, Math.min(REQUEST_TIMEOUT_MS, Math.ceil(leftMs)));
    const answer = await askOnce(at, service, kind, attempt, askMs);
    if (typeof answer !== "string" && isGood(answer.exchange.status)) {
      checkReply(at.url, kind, answer);
      return (await health(at, service)) ?? saysOf(undefined);
    }
    const end = hopeless(at, kind, answer);
    if (end !== undefined) throw end;
    if (world.interrupted.aborted) {
      throw new CliError("interrupted while a service was starting", { code: exit.interrupted });
    }
    const waitedMs = world.monotonic() - start;
    if (typeof answer !== "string" && isRefused(answer.exchange.status)) {
      const stays = waitedMs >= Math.min(DENIAL_MS, timeoutMs) || (await health(at, service)) !== undefined;
      if (stays) throw otherContract(at.url, kind, answer);
    }
    if (waitedMs >= timeoutMs) throw notReady(at.url, kind, answer, startedBy, timeoutMs);
    if (waitedMs - toldMs >= PROGRESS_MS) {
      toldMs = waitedMs;
      world.stderr.write(
        `waiting for ${nameOf(startedBy)} at ${redactUrl(at.url)}, ${nameOfKind(kind)}: ${whyNot(answer)} (${formatDuration(waitedMs)} of READY_TIMEOUT, ${formatDuration(timeoutMs)})\n`,
      );
    }
    const gone = ended();
    await world.sleep(ms(POLL_MS), world.interrupted);
    // Only now: its last words may arrive after its end.
    if (gone !== undefined) throw endedEarly(gone, startedBy);
  }
}
