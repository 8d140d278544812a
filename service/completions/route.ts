// POST /v1/completions, in OpenAI's form (the legacy completions object), streamed or whole. The model is trained from
// the committed corpus when it is first asked for.

import type { FastifyInstance, FastifyReply } from "fastify";
import { readCorpus } from "../../lib/node/corpus-file.ts";
import { type Completion, Decoder } from "./decoder.ts";
import { trainTrigrams } from "./language-model.ts";

const MODEL = "mail-trigrams";

interface Asked {
  readonly prompt: string;
  readonly max_tokens?: number;
  readonly temperature?: number;
  readonly seed?: number;
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
}

const schema = {
  body: {
    type: "object",
    properties: {
      prompt: { type: "string", maxLength: 10_000 },
      model: { type: "string" },
      max_tokens: { type: "integer", minimum: 1, maximum: 1000 },
      temperature: { type: "number", exclusiveMinimum: 0, maximum: 2 },
      seed: { type: "integer" },
      stream: { type: "boolean" },
      stream_options: { type: "object", properties: { include_usage: { type: "boolean" } } },
    },
    required: ["prompt"],
  },
} as const;

const completionOf = (asked: Asked): Omit<Completion, "onToken" | "onEnd"> => ({
  prompt: asked.prompt,
  maxTokens: asked.max_tokens ?? 16,
  temperature: asked.temperature ?? 1,
  seed: asked.seed ?? 0,
});

/** The object that is sent, whole or as a chunk. */
const object = (text: string, finish: string | null): object => ({
  object: "text_completion",
  model: MODEL,
  choices: [{ index: 0, text, finish_reason: finish }],
});

const event = (data: object): string => `data: ${JSON.stringify(data)}\n\n`;

/** Server-sent events: a chunk for each word, one that says why it ended, the usage if asked for, and `[DONE]`. */
function stream(reply: FastifyReply, decoder: Decoder, asked: Asked): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  let tokens = 0;
  const giveUp = decoder.start({
    ...completionOf(asked),
    onToken: (text) => {
      tokens += 1;
      raw.write(event(object(text, null)));
    },
    onEnd: (why) => {
      raw.write(event(object("", why)));
      if (asked.stream_options?.include_usage === true)
        raw.write(
          event({ object: "text_completion", model: MODEL, choices: [], usage: { completion_tokens: tokens } }),
        );
      raw.end("data: [DONE]\n\n");
    },
  });
  raw.once("close", giveUp);
}

const whole = (decoder: Decoder, asked: Asked): Promise<object> =>
  new Promise((resolve) => {
    const written: string[] = [];
    decoder.start({
      ...completionOf(asked),
      onToken: (text) => written.push(text),
      onEnd: (why) => resolve({ ...object(written.join(""), why), usage: { completion_tokens: written.length } }),
    });
  });

/** Adds the route. */
export function addCompletions(app: FastifyInstance): void {
  let ready: Promise<Decoder> | undefined;
  const decoder = (): Promise<Decoder> => {
    ready ??= readCorpus().then(({ texts }) => new Decoder(trainTrigrams(texts.map(({ text }) => text))));
    return ready;
  };
  app.post<{ Body: Asked }>("/v1/completions", { schema }, async (request, reply) => {
    const running = await decoder();
    if (request.body.stream !== true) return whole(running, request.body);
    stream(reply, running, request.body);
    return reply;
  });
}
