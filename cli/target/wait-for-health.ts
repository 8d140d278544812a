// Waits for a service to be there. What waiting cannot mend (a key that is missing, a certificate nobody trusts, an
// address that points elsewhere) is said at once.

import { parseDuration } from "../../lib/core/duration.ts";
import { CliError, exit } from "../../lib/core/exit.ts";
import { formatDuration } from "../../lib/core/format.ts";
import { isRecord } from "../../lib/core/json.ts";
import { redactUrl } from "../../lib/core/redact.ts";
import { type Millis, ms } from "../../lib/core/units.ts";
import type { World } from "../../lib/core/world.ts";
import type { Address, Exchange } from "../../lib/node/exchange.ts";
import { askOnce, isDenied } from "./ask-once.ts";
import type { ServiceEnd } from "./child-service.ts";

/** A model server loads gigabytes before it answers. */
const READY_TIMEOUT = "60s";
const POLL_MS = 200;
const REQUEST_TIMEOUT_MS = 10_000;
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

/** What a healthy service says of itself. */
export interface Healthy {
  /** Its own word for what it is. */
  readonly profile: string | null;
  /** Its own word for which build it is. */
  readonly version: string | null;
}

const nameOf = (startedBy: string | undefined): string =>
  startedBy === undefined ? "the service" : `the service of ${startedBy}`;

const endedEarly = ({ how, lastWords }: ServiceEnd, startedBy: string | undefined): CliError =>
  new CliError(
    [
      `${nameOf(startedBy)} ended before it was healthy (${how})${lastWords.length === 0 ? "" : ":"}`,
      ...lastWords,
    ].join("\n  "),
    { hint: "Run its command alone, with PORT set, to see why." },
  );

const unhealthy = (baseUrl: string, why: string, startedBy: string | undefined, waitedMs: number): CliError =>
  new CliError(
    `no healthy service${startedBy === undefined ? "" : ` of ${startedBy}`} at ${redactUrl(baseUrl)}/health after ${formatDuration(waitedMs)}: ${why}`,
    {
      hint:
        startedBy === undefined
          ? "Start the service, or correct BASE_URL. Without BASE_URL the suite starts its own reference service."
          : `The command in ${startedBy} runs, but must serve on 127.0.0.1:$PORT, the port it is given. If it starts slowly: READY_TIMEOUT.`,
    },
  );

/** Names of the TLS errors that are about the certificate (docs of Node's tls and OpenSSL's X509_V_ERR_*). */
const CERTIFICATE_ERROR = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/;

/** What no waiting mends. */
function hopeless(at: Address, answer: Exchange | string): CliError | undefined {
  const where = `${redactUrl(at.url)}/health`;
  if (typeof answer === "string") {
    if (!CERTIFICATE_ERROR.test(answer)) return undefined;
    return new CliError(`${where} has a certificate that is not trusted (${answer})`, {
      hint: "Name the authority that signed it in NODE_EXTRA_CA_CERTS (k6: SSL_CERT_FILE), or test over http on loopback.",
    });
  }
  if (isDenied(answer.status)) {
    return new CliError(`${where} answers ${answer.status}`, {
      hint: "If it wants a key: HEADERS='Authorization: Bearer …', a header a line.",
    });
  }
  if (answer.status < 300 || answer.status >= 400) return undefined;
  const { location } = answer;
  const to = location !== undefined && URL.canParse(location, at.url) ? new URL(location, at.url).href : undefined;
  return new CliError(`${where} redirects${to === undefined ? "" : ` to ${redactUrl(to)}`} (${answer.status})`, {
    hint: "Every request of the load would be sent twice: set BASE_URL to where the service itself answers.",
  });
}

/** Of a name that a service has for itself, in characters: it ends up in every report. */
const LONGEST_NAME = 200;

const nameIn = (x: unknown): string | null => (typeof x === "string" && x !== "" ? x.slice(0, LONGEST_NAME) : null);

/** What `/health` says of the service; "" is no name. */
const saysOf = (json: unknown): Healthy => {
  if (!isRecord(json)) return { profile: null, version: null };
  const { version, build, commit, revision } = json;
  const versions = [version, build, commit, revision].map(nameIn).filter((name) => name !== null);
  return { profile: nameIn(json.profile), version: versions.length === 0 ? null : versions.join(" ") };
};

/**
 * Waits until `/health` answers with any 2xx: what else it says is the service's own affair.
 *
 * @returns what it says of itself
 * @throws CliError after READY_TIMEOUT, when the service ends, and (105) when the user interrupts
 */
export async function waitForHealth(at: Address, world: World, { ended, startedBy }: Waited): Promise<Healthy> {
  const timeoutMs = readyTimeout(world.env);
  const start = world.monotonic();
  let toldMs = 0;
  for (;;) {
    const leftMs = start + timeoutMs - world.monotonic();
    const answer = await askOnce(at, "/health", Math.max(1, Math.min(REQUEST_TIMEOUT_MS, Math.ceil(leftMs))));
    if (typeof answer !== "string" && answer.status >= 200 && answer.status < 300) return saysOf(answer.json);
    const end = hopeless(at, answer);
    if (end !== undefined) throw end;
    if (world.interrupted.aborted) {
      throw new CliError("interrupted while a service was starting", { code: exit.interrupted });
    }
    const why = typeof answer === "string" ? answer : `it answers ${answer.status}`;
    const waitedMs = world.monotonic() - start;
    if (waitedMs >= timeoutMs) throw unhealthy(at.url, why, startedBy, timeoutMs);
    if (waitedMs - toldMs >= PROGRESS_MS) {
      toldMs = waitedMs;
      world.stderr.write(
        `waiting for ${nameOf(startedBy)} at ${redactUrl(at.url)}/health: ${why} (${formatDuration(waitedMs)} of READY_TIMEOUT, ${formatDuration(timeoutMs)})\n`,
      );
    }
    const gone = ended();
    await world.sleep(ms(POLL_MS), world.interrupted);
    // Only now: its last words may arrive after its end.
    if (gone !== undefined) throw endedEarly(gone, startedBy);
  }
}
