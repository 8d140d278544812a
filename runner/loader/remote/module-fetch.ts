// One module over the network: through the proxy of the environment, following redirects, bounded in time and size.

/** Longer than any server that still answers takes; the cached copy is used after it. */
const TIMEOUT_MS = 20_000;
/** Chosen, not measured: far more than a library has, and little beside the memory of a run. */
const MOST_BYTES = 16 * 1024 * 1024;

export interface Fetched {
  readonly text: string;
  /** The address at the end of the redirects. */
  readonly base: string;
  readonly etag: string | undefined;
}

/** Fetches `url`; `unchanged` when the server says that it still has what `etag` names. @throws Error saying why not */
export type FetchModule = (
  url: string,
  etag: string | undefined,
  signal: AbortSignal,
) => Promise<Fetched | "unchanged">;

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
};

async function textOf(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    parts.push(part);
    size += part.length;
    if (size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES / 1024 / 1024} MiB`);
  }
  return Buffer.concat(parts).toString("utf8");
}

export const fetchModule: FetchModule = async (url, etag, signal) => {
  // Loaded when it is needed: most scripts import nothing from the network.
  const { EnvHttpProxyAgent, fetch } = await import("undici");
  const dispatcher = new EnvHttpProxyAgent();
  try {
    const response = await fetch(url, {
      dispatcher,
      headers: etag === undefined ? {} : { "if-none-match": etag },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (response.status === 304) return "unchanged";
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    if (!response.url.startsWith("https:")) throw new Error(`it redirects to ${response.url}, which is not https`);
    const text = await textOf(response.body);
    return { text, base: response.url, etag: response.headers.get("etag") ?? undefined };
  } catch (error) {
    throw new Error(reasonOf(error), { cause: error });
  } finally {
    await dispatcher.destroy();
  }
};
