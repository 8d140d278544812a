import { expect, test } from "vitest";
import { streamBody } from "../../streams/stream-body.ts";
import { mlserverStream, streamChat, streamCompletion, tritonStream } from "./streaming.ts";

const rows = [{ prompt: "hello" }];

test("a chat asks for a stream and for the usage", () => {
  const chat = streamChat("qwen", (row) => row.prompt, { maxTokens: 16 });
  expect(chat.body?.(rows)).toEqual({
    model: "qwen",
    messages: [{ role: "user", content: "hello" }],
    max_tokens: 16,
    stream: true,
    stream_options: { include_usage: true },
  });
  expect(chat).toMatchObject({ path: "/v1/chat/completions", stream: "openai", golden: false });
  expect(streamCompletion("m", (row) => row.prompt).body?.(rows)).toMatchObject({
    prompt: "hello",
    stream: true,
  });
});

const read = (endpoint: { readonly stream?: Parameters<typeof streamBody>[0] }, body: string) => {
  if (endpoint.stream === undefined) throw new Error("it does not stream");
  return streamBody(endpoint.stream, 200, body);
};

// The shapes of Triton's docs/protocol/extension_generate.md.
test("Triton: content by the output's name, an error under HTTP 200", () => {
  const endpoint = tritonStream("ensemble", (row) => ({ text_input: row.prompt }));
  expect(endpoint.path).toBe("/v2/models/ensemble/generate_stream");
  const events = 'data: {"model_name":"ensemble","text_output":"a"}\n\ndata: {"text_output":" b","error":null}\n\n';
  expect(read(endpoint, events)).toMatchObject({ end: "stop", text: "a b" });
  expect(read(endpoint, `${events}data: {"error":"out of memory"}\n\n`)).toMatchObject({
    end: "error",
    why: "out of memory",
  });
});

// The shape of MLServer's docs/user-guide/streaming.md.
test("MLServer: each event is a response with outputs", () => {
  const endpoint = mlserverStream("text", (row) => row.prompt);
  const event = (text: string): string =>
    `data: ${JSON.stringify({ model_name: "text", id: "1", outputs: [{ name: "output", shape: [1], datatype: "BYTES", data: [text] }] })}\n\n`;
  expect(read(endpoint, event("What ") + event("is"))).toMatchObject({ end: "stop", text: "What is" });
  expect(read(endpoint, "data: <html>\n\n").end).toBe("error");
});
