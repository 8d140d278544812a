// How k6 words the end of a WebSocket: names of RFC 6455's close codes, as its library prints them.

const names: Readonly<Record<number, string>> = {
  1000: "normal",
  1001: "going away",
  1002: "protocol error",
  1003: "unsupported data",
  1005: "no status",
  1006: "abnormal closure",
  1007: "invalid payload data",
  1008: "policy violation",
  1009: "message too big",
  1010: "mandatory extension missing",
  1011: "internal server error",
  1015: "TLS handshake error",
};

/** Ends that are no errors. */
const EXPECTED = new Set([1000, 1001]);
const ABNORMAL = 1006;

/** What an end is worth telling as an error; undefined for one that is none. */
export function closeError(code: number, reason: string): string | undefined {
  if (EXPECTED.has(code)) return undefined;
  const name = names[code] === undefined ? "" : ` (${names[code]})`;
  const why = code === ABNORMAL && reason === "" ? "unexpected EOF" : reason;
  return `websocket: close ${code}${name}${why === "" ? "" : `: ${why}`}`;
}
