import { expect, test } from "vitest";
import { openAiEvent } from "./openai-event.ts";

const chunk = (choices: unknown, more: object = {}): string => JSON.stringify({ object: "chunk", choices, ...more });

test.each([
  ["a keep-alive", "", {}],
  ["the end mark", "[DONE]", { done: true }],
  ["a role", chunk([{ delta: { role: "assistant", content: "" }, finish_reason: null }]), {}],
  ["chat content", chunk([{ delta: { content: "Hi" }, finish_reason: null }], { usage: null }), { text: "Hi" }],
  ["a completion's text", chunk([{ text: " there", finish_reason: null }]), { text: " there" }],
  ["thoughts, which are no content", chunk([{ delta: { reasoning_content: "hm" } }]), { reasoning: "hm" }],
  ["the reason it ended", chunk([{ delta: {}, finish_reason: "length" }]), { finish: "length" }],
  ["usage without choices", chunk([], { usage: { completion_tokens: 7 } }), { usage: 7 }],
  ["usage with choices null", chunk(null, { usage: { completion_tokens: 7 } }), { usage: 7 }],
  ["an error under HTTP 200", '{"error":{"message":"out of memory","code":500}}', { error: "out of memory" }],
  ["an error as a text", '{"error":"aborted"}', { error: "aborted" }],
  ["what is no JSON", "<html>", { error: "no JSON object: <html>" }],
])("%s", (_what, data, seen) => {
  const nothing = {
    text: "",
    reasoning: "",
    finish: undefined,
    usage: undefined,
    done: false,
    error: undefined,
  };
  expect(openAiEvent(data)).toEqual({ ...nothing, ...seen });
});
