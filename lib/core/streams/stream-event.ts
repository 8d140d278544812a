// What one piece of a streamed answer can say, whichever the protocol. Several things can be in one: the last piece of
// some servers has text, a reason and the usage.

export interface StreamEvent {
  /** Empty for a role, a ping, a usage chunk. */
  readonly text: string;
  /** Of models that think aloud; never part of `text`. */
  readonly reasoning: string;
  readonly finish: string | undefined;
  /** Tokens of the answer, by the server's count. */
  readonly usage: number | undefined;
  readonly done: boolean;
  /** An error that came under HTTP 200, or an event that cannot be read. */
  readonly error: string | undefined;
}

export const nothing: StreamEvent = {
  text: "",
  reasoning: "",
  finish: undefined,
  usage: undefined,
  done: false,
  error: undefined,
};
