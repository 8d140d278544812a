// Why a request failed, in k6's words and numbers: the text of `response.error` and of the `error` tag, and the
// `error_code`. A failed request is a record: nothing here is thrown at a script.

import { isRecord } from "../../lib/core/json.ts";

/** A request that did not end in a usable response. */
export interface Failure {
  readonly message: string;
  /** k6's error code; 0 where k6 gives none (a request that could not even be described). */
  readonly code: number;
}

/** k6's error codes (https://grafana.com/docs/k6/latest/javascript-api/error-codes/). */
export const errorCode = {
  none: 0,
  generic: 1000,
  invalidUrl: 1020,
  timeout: 1050,
  dns: 1100,
  noSuchHost: 1101,
  tcp: 1200,
  brokenPipe: 1201,
  dial: 1210,
  dialTimeout: 1211,
  connectionRefused: 1212,
  dialOther: 1213,
  resetByPeer: 1220,
  tls: 1300,
  tlsRecord: 1301,
  unknownAuthority: 1310,
  hostNameMismatch: 1311,
  decompression: 1701,
} as const;

/** 1400-1499 and 1500-1599 for HTTP statuses 400-599, otherwise 0: k6's code of an answered request. */
export const statusErrorCode = (status: number): number => (status >= 400 && status < 600 ? 1000 + status : 0);

export const failure = (message: string, code: number = errorCode.generic): Failure => ({ message, code });

/** Carries a `Failure` through code that can only throw: parsers and decoders. */
export class FailureError extends Error {
  readonly failure: Failure;

  constructor(cause: Failure) {
    super(cause.message);
    this.name = "FailureError";
    this.failure = cause;
  }
}

/** Stage a connection was in when its socket failed. */
export type SocketStage = "connecting" | "handshaking" | "open";

const dialFailures: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: failure("dial: connection refused", errorCode.connectionRefused),
  ETIMEDOUT: failure("dial: i/o timeout", errorCode.dialTimeout),
  EHOSTUNREACH: failure("dial: no route to host", errorCode.dialOther),
  ENETUNREACH: failure("dial: network is unreachable", errorCode.dialOther),
  EADDRNOTAVAIL: failure("dial: cannot assign requested address", errorCode.dialOther),
  EMFILE: failure("dial: too many open files", errorCode.dialOther),
};

const openFailures: Readonly<Record<string, Failure>> = {
  ECONNRESET: failure("read: connection reset by peer", errorCode.resetByPeer),
  EPIPE: failure("write: broken pipe", errorCode.brokenPipe),
};

const unknownAuthority = failure("x509: unknown authority", errorCode.unknownAuthority);

const handshakeFailures: Readonly<Record<string, Failure>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: failure("x509: certificate doesn't match hostname", errorCode.hostNameMismatch),
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: failure(
    "tls: the server wants HTTP/2, which the runner does not have; run with k6",
    errorCode.tls,
  ),
  ERR_SSL_WRONG_VERSION_NUMBER: failure("tls: first record does not look like a TLS handshake", errorCode.tlsRecord),
};

/** The parts of a Node error that are the same every time: its message may name ports and memory addresses. */
function stableParts(error: unknown): { code: string; reason: string; fromSystem: boolean } {
  if (!isRecord(error)) return { code: "", reason: String(error), fromSystem: false };
  const code = typeof error.code === "string" ? error.code : "";
  const reason = typeof error.reason === "string" ? error.reason : code;
  return {
    code,
    reason: reason === "" ? String(error.message) : reason,
    fromSystem: typeof error.syscall === "string",
  };
}

/** What a socket error means, given when it happened. */
export function socketFailure(error: unknown, stage: SocketStage): Failure {
  const { code, reason, fromSystem } = stableParts(error);
  if (stage === "connecting") return dialFailures[code] ?? failure(`dial: ${reason}`, errorCode.dialOther);
  if (stage === "handshaking") {
    // Node calls it a reset, too, when the server just closes.
    if (code === "ECONNRESET" && !fromSystem) return failure("EOF");
    return handshakeFailures[code] ?? openFailures[code] ?? failure(`tls: ${reason}`, errorCode.tls);
  }
  return openFailures[code] ?? failure(`read: ${reason}`, errorCode.tcp);
}
