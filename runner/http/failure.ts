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
};

const openFailures: Readonly<Record<string, Failure>> = {
  ECONNRESET: failure("read: connection reset by peer", errorCode.resetByPeer),
  EPIPE: failure("write: broken pipe", errorCode.brokenPipe),
};

const certificateFailures: Readonly<Record<string, Failure>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: failure("x509: certificate is not valid for the host", errorCode.hostNameMismatch),
  DEPTH_ZERO_SELF_SIGNED_CERT: failure("x509: unknown certificate authority", errorCode.unknownAuthority),
  SELF_SIGNED_CERT_IN_CHAIN: failure("x509: unknown certificate authority", errorCode.unknownAuthority),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: failure("x509: unknown certificate authority", errorCode.unknownAuthority),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: failure("x509: unknown certificate authority", errorCode.unknownAuthority),
};

/** What a socket error means, given when it happened. */
export function socketFailure(error: unknown, stage: SocketStage): Failure {
  const code = isRecord(error) && typeof error.code === "string" ? error.code : "";
  const text = error instanceof Error ? error.message : String(error);
  if (stage === "connecting") return dialFailures[code] ?? failure(`dial: ${text}`, errorCode.dialOther);
  const known = openFailures[code];
  if (known) return known;
  if (stage === "handshaking") return certificateFailures[code] ?? failure(`tls: ${text}`, errorCode.tls);
  return failure(text, code === "" ? errorCode.generic : errorCode.tcp);
}
