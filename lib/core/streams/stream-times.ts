// The times of one streamed answer, defined once. Where the field's tools differ, the choice and its reason are here:
// a role or an empty piece is no first token, the end is the last content and not the end mark, and a piece is not a
// token.

/** A piece of an answer as it arrived; `atMs` on any clock, the same one for all. */
export interface ContentPiece {
  readonly atMs: number;
  readonly text: string;
}

export interface StreamTimes {
  /**
   * Time to first token: from when the request was sent (due, in an open load) to the first piece with text in it
   * (kubernetes-sigs/inference-perf, docs/metrics.md).
   */
  readonly ttftMs: number;
  /** To the last piece with text in it. */
  readonly endToEndMs: number;
  /**
   * Time per output token: (end to end − first token) / (tokens − 1), as vLLM's benchmark defines it. Undefined with
   * fewer than two tokens.
   */
  readonly tpotMs: number | undefined;
  /** Times between pieces with text. Servers send several tokens in one piece, so these are not times between tokens. */
  readonly interChunkMs: readonly number[];
  readonly tokens: number;
  /** Who counted: the server's `usage`, or the pieces, for want of it. */
  readonly countedBy: "usage" | "pieces";
}

/**
 * @param startMs when the request was sent, or due
 * @param usage tokens of the answer by the server's own count, where it gives one
 * @returns undefined when no piece held any text: there was no first token
 */
export function streamTimes(
  startMs: number,
  pieces: readonly ContentPiece[],
  usage: number | undefined,
): StreamTimes | undefined {
  const content = pieces.filter(({ text }) => text !== "");
  const [first] = content;
  const last = content.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const tokens = usage ?? content.length;
  return {
    ttftMs: first.atMs - startMs,
    endToEndMs: last.atMs - startMs,
    tpotMs: tokens > 1 ? (last.atMs - first.atMs) / (tokens - 1) : undefined,
    interChunkMs: content.slice(1).map(({ atMs }, i) => atMs - (content[i]?.atMs ?? atMs)),
    tokens,
    countedBy: usage === undefined ? "pieces" : "usage",
  };
}
