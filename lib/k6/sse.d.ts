// `k6/x/sse` as the runner has it and, but for what is optional here, the extension xk6-sse.

declare module "k6/x/sse" {
  interface SseEvent {
    readonly id: string;
    readonly name: string;
    readonly data: string;
    readonly comment: string;
    /** When its last byte was read from the socket, ms since 1970; only the runner says so. */
    readonly at?: number;
  }
  interface SseClient {
    on(name: "open", handler: () => void): void;
    on(name: "event", handler: (event: SseEvent) => void): void;
    /** Raw text as it arrived; the runner only. */
    on(name: "chunk", handler: (piece: { readonly data: string; readonly at: number }) => void): void;
    on(name: "error", handler: (error: { error(): string }) => void): void;
    close(): void;
  }
  interface SseResponse {
    readonly url: string;
    readonly status: number;
    readonly error: string;
  }
  const sse: { open(url: string, params: object, setup: (client: SseClient) => void): SseResponse };
  export default sse;
}
