// Endpoints whose answers stream. Sources: https://platform.openai.com/docs/api-reference/chat-streaming; Triton,
// docs/protocol/extension_generate.md; MLServer, docs/user-guide/streaming.md; LitServe, features/streaming.

import { isRecord, parsedJson } from "../../json.ts";
import { errorIn, unreadable } from "../../streams/error-in.ts";
import type { StreamEvent } from "../../streams/stream-event.ts";
import type { GoodBounds } from "../../streams/stream-outcome.ts";
import { type AnyRow, type Endpoint, type EndpointOptions, post } from "../endpoint.ts";
import { chatBody, completionBody, type Generation } from "./generation.ts";

/** The usage is asked for, so that tokens are the server's own count. */
const streamed = (more: Generation["with"]) => ({ stream: true, stream_options: { include_usage: true }, ...more });

/** `POST /v1/chat/completions`, streamed: vLLM, TGI, llama.cpp, Ollama, SGLang. */
export const streamChat = <Row = AnyRow>(
  model: string,
  prompt: (row: Row) => unknown,
  { maxTokens, with: more, ...options }: EndpointOptions<Row> & Generation = {},
): Endpoint<Row> =>
  post<Row>(
    "/v1/chat/completions",
    (row) => chatBody(model, String(prompt(row)), { maxTokens, with: streamed(more) }),
    { stream: "openai", ...options },
  );

/** `POST /v1/completions`, streamed. */
export const streamCompletion = <Row = AnyRow>(
  model: string,
  prompt: (row: Row) => unknown,
  { maxTokens, with: more, ...options }: EndpointOptions<Row> & Generation = {},
): Endpoint<Row> =>
  post<Row>(
    "/v1/completions",
    (row) => completionBody(model, String(prompt(row)), { maxTokens, with: streamed(more) }),
    { stream: "openai", ...options },
  );

/** The end of these streams is the end of the connection; an error is an event of its own, under HTTP 200. */
const jsonEvents = (content: (json: Readonly<Record<string, unknown>>) => string | undefined) => ({
  endMark: false,
  event: (data: string): Partial<StreamEvent> => {
    const json = parsedJson(data);
    if (!isRecord(json)) return { error: unreadable(data) };
    const error = errorIn(json);
    return error === undefined ? { text: content(json) ?? "" } : { error };
  },
});

/** Triton's `POST /v2/models/{model}/generate_stream`. @param output the output that holds the text */
export const tritonStream = <Row = AnyRow>(
  model: string,
  input: (row: Row) => object,
  { output = "text_output", ...options }: EndpointOptions<Row> & { readonly output?: string } = {},
): Endpoint<Row> =>
  post<Row>(`/v2/models/${encodeURIComponent(model)}/generate_stream`, input, {
    stream: jsonEvents((json) => (typeof json[output] === "string" ? json[output] : undefined)),
    ...options,
  });

/** The strings of the first output of an inference response, joined. */
function firstOutput({ outputs }: Readonly<Record<string, unknown>>): string | undefined {
  const first: unknown = Array.isArray(outputs) ? outputs[0] : undefined;
  if (!isRecord(first) || !Array.isArray(first.data)) return undefined;
  return first.data.filter((x) => typeof x === "string").join("");
}

/** MLServer's `POST /v2/models/{model}/infer_stream`: each event is an inference response of its own. */
export const mlserverStream = <Row = AnyRow>(
  model: string,
  prompt: (row: Row) => unknown,
  options: EndpointOptions<Row> = {},
): Endpoint<Row> =>
  post<Row>(
    `/v2/models/${encodeURIComponent(model)}/infer_stream`,
    (row) => ({
      inputs: [
        {
          name: "prompt",
          shape: [1],
          datatype: "BYTES",
          data: [String(prompt(row))],
          parameters: { content_type: "str" },
        },
      ],
    }),
    { stream: jsonEvents(firstOutput), ...options },
  );

/**
 * MLPerf Inference's bounds for the server and the interactive scenario, by model: time to first token and time per
 * output token, in ms; there they must hold for 99 % of requests.
 * Source: https://github.com/mlcommons/inference_policies, inference_rules.adoc, "Constraints for LLMs".
 */
export const mlperf = {
  "llama2-70b": { server: { ttft: 2000, tpot: 200 }, interactive: { ttft: 450, tpot: 40 } },
  "llama3.1-8b": { server: { ttft: 2000, tpot: 100 }, interactive: { ttft: 500, tpot: 30 } },
  "llama3.1-405b": { server: { ttft: 6000, tpot: 175 }, interactive: { ttft: 4500, tpot: 80 } },
  "deepseek-r1": { server: { ttft: 2000, tpot: 80 }, interactive: { ttft: 1500, tpot: 15 } },
  "gpt-oss-120b": { server: { ttft: 3000, tpot: 80 }, interactive: { ttft: 2000, tpot: 20 } },
} as const satisfies Readonly<Record<string, Readonly<Record<"server" | "interactive", GoodBounds>>>>;
