// What one event of an OpenAI-like stream says (chat and completions; vLLM, TGI, llama.cpp, Ollama): content, the
// reason it ended, usage, the end mark, an error inside a 200, or nothing.

import { isRecord, parsedJson } from "../json.ts";
import { errorIn, unreadable } from "./error-in.ts";
import { nothing, type StreamEvent } from "./stream-event.ts";

const textIn = (x: unknown): string => (typeof x === "string" ? x : "");

/** @param data the event's data; empty for a keep-alive */
export function openAiEvent(data: string): StreamEvent {
  if (data === "") return nothing;
  if (data.trim() === "[DONE]") return { ...nothing, done: true };
  const json = parsedJson(data);
  if (!isRecord(json)) return { ...nothing, error: unreadable(data) };
  // A usage chunk has no choices: an empty list, or null from some servers.
  const [choice] = Array.isArray(json.choices) ? json.choices : [];
  const delta = isRecord(choice) && isRecord(choice.delta) ? choice.delta : {};
  const usage = isRecord(json.usage) ? json.usage.completion_tokens : undefined;
  return {
    ...nothing,
    text: textIn(delta.content) || (isRecord(choice) ? textIn(choice.text) : ""),
    reasoning: textIn(delta.reasoning_content) || textIn(delta.reasoning),
    finish: isRecord(choice) && typeof choice.finish_reason === "string" ? choice.finish_reason : undefined,
    usage: typeof usage === "number" ? usage : undefined,
    error: errorIn(json),
  };
}
