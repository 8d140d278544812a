// OpenAI's chat and text completions, not streamed, and what imitates them (vLLM, TGI, llama.cpp, Ollama).
// Source: https://platform.openai.com/docs/api-reference/chat. Under a good status an answer may be none: `choices` is
// empty, or an error object stands in their place.

import { isRecord } from "../../json.ts";
import { errorIn } from "../../streams/error-in.ts";
import { type AnyRow, type Endpoint, type EndpointOptions, post, type Reply } from "../endpoint.ts";

export interface Generation {
  /** Tokens at most; unset: the server's own limit. */
  readonly maxTokens?: number | undefined;
  /** Further fields of the request, such as `{ seed: 1 }`. */
  readonly with?: Readonly<Record<string, unknown>> | undefined;
}

const firstChoice = ({ json }: Reply): Readonly<Record<string, unknown>> | undefined => {
  const choice: unknown = isRecord(json) && Array.isArray(json.choices) ? json.choices[0] : undefined;
  return isRecord(choice) ? choice : undefined;
};

const noChoices = ({ choices }: Readonly<Record<string, unknown>>): string | undefined =>
  Array.isArray(choices) && choices.length === 0 ? "no choices" : undefined;

const failedReply = ({ json }: Reply): string | undefined =>
  isRecord(json) ? (errorIn(json) ?? noChoices(json)) : undefined;

const outputTokens = ({ json }: Reply): number => {
  const usage = isRecord(json) ? json.usage : undefined;
  return isRecord(usage) && typeof usage.completion_tokens === "number" ? usage.completion_tokens : Number.NaN;
};

/** Sampled text is hardly alike twice: it is judged by its shape, unless `golden: true` says that it is. */
const generated = { golden: false, failed: failedReply, items: outputTokens } as const;

const textAnswer =
  (text: (choice: Readonly<Record<string, unknown>>) => unknown) =>
  (reply: Reply): readonly unknown[] | undefined => {
    const choice = firstChoice(reply);
    const said = choice && text(choice);
    return typeof said === "string" ? [said] : undefined;
  };

/** What a user says, or the messages themselves. */
export type Prompt = string | readonly { readonly role: string; readonly content: unknown }[];

/** The older name of the limit is the one that every imitation knows. */
const limited = ({ maxTokens, with: more = {} }: Generation): object => ({
  ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
  ...more,
});

/** The body of a chat request. */
export const chatBody = (model: string, said: Prompt, generation: Generation): object => ({
  model,
  messages: typeof said === "string" ? [{ role: "user", content: said }] : said,
  ...limited(generation),
});

/** The body of a text completion's request. */
export const completionBody = (model: string, prompt: string, generation: Generation): object => ({
  model,
  prompt,
  ...limited(generation),
});

/** `POST /v1/chat/completions`. @param prompt what the user says; a list is the messages themselves */
export const chat = <Row = AnyRow>(
  model: string,
  prompt: (row: Row) => Prompt,
  { maxTokens, with: more, ...options }: EndpointOptions<Row> & Generation = {},
): Endpoint<Row> =>
  post<Row>("/v1/chat/completions", (row) => chatBody(model, prompt(row), { maxTokens, with: more }), {
    ...generated,
    answers: textAnswer(({ message }) => (isRecord(message) ? message.content : undefined)),
    ...options,
  });

/** `POST /v1/completions`. */
export const completions = <Row = AnyRow>(
  model: string,
  prompt: (row: Row) => string,
  { maxTokens, with: more, ...options }: EndpointOptions<Row> & Generation = {},
): Endpoint<Row> =>
  post<Row>("/v1/completions", (row) => completionBody(model, prompt(row), { maxTokens, with: more }), {
    ...generated,
    answers: textAnswer(({ text }) => text),
    ...options,
  });
