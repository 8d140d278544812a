// Services that say by themselves what they are: the Open Inference Protocol (/v2) and what imitates OpenAI's API
// (/v1/models). Each is asked, and a draft is made of the answers.
// Sources: https://github.com/kserve/open-inference-protocol, https://platform.openai.com/docs/api-reference/models

import { isRecord } from "../../lib/core/json.ts";
import type { Draft } from "./draft.ts";

/** Asks the service; undefined when nothing came back. */
export type Ask = (
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly json: unknown } | undefined>;

const names = (x: unknown, key: string): readonly string[] =>
  Array.isArray(x)
    ? x.flatMap((one: unknown) => (isRecord(one) && typeof one[key] === "string" ? [one[key]] : []))
    : [];

interface Input {
  readonly name: string;
  readonly datatype: string;
  /** Values of one row. */
  readonly width: number;
}

const inputsOf = (metadata: unknown): readonly Input[] => {
  if (!isRecord(metadata) || !Array.isArray(metadata.inputs)) return [];
  return metadata.inputs.flatMap((one: unknown): readonly Input[] => {
    if (!isRecord(one) || typeof one.name !== "string" || typeof one.datatype !== "string") return [];
    const shape: readonly unknown[] = Array.isArray(one.shape) ? one.shape : [];
    // The first dimension counts the rows; a free one (-1) is given one value to begin with.
    const width = shape.slice(1).reduce((n: number, size) => n * (typeof size === "number" && size > 0 ? size : 1), 1);
    return [{ name: one.name, datatype: one.datatype, width }];
  });
};

const tensor = ({ name, datatype, width }: Input): string =>
  `{ name: ${JSON.stringify(name)}, shape: [rows.length, ${width}], datatype: ${JSON.stringify(datatype)}, data: rows.map((row) => row[${JSON.stringify(name)}]) }`;

const value = ({ datatype, width }: Input, i: number): unknown => {
  const one = datatype === "BYTES" ? `text ${i + 1}` : datatype === "BOOL" ? i % 2 === 0 : i + 1;
  return width === 1 ? one : Array.from({ length: width }, () => one);
};

const ROWS = 5;

/** A draft of the first ready model of a server that speaks the Open Inference Protocol. */
export async function v2Draft(ask: Ask): Promise<Draft | undefined> {
  const server = await ask("/v2");
  if (server?.status !== 200 || !isRecord(server.json) || typeof server.json.name !== "string") return undefined;
  const index = await ask("/v2/repository/index", {});
  const models = names(index?.json, "name");
  const [model] = models;
  if (model === undefined) {
    return undefined;
  }
  const metadata = await ask(`/v2/models/${encodeURIComponent(model)}`);
  const inputs = inputsOf(metadata?.json);
  const others = models.slice(1).map((name) => `the model ${name} is there too; add an endpoint for it`);
  const unknown = inputs.length > 0 ? [] : [`the model ${model} does not say what it takes; write its inputs`];
  const used = inputs.length > 0 ? inputs : [{ name: "input", datatype: "FP32", width: 1 }];
  const rows = Array.from({ length: ROWS }, (_, i) =>
    Object.fromEntries(used.map((input) => [input.name, value(input, i)])),
  );
  const [first] = rows;
  return {
    endpoints: [
      {
        name: "infer",
        path: `/v2/models/${encodeURIComponent(model)}/infer`,
        code: `v2(${JSON.stringify(model)}, (rows) => [${used.map(tensor).join(", ")}])`,
        example: {
          inputs: used.map(({ name, datatype, width }) => ({
            name,
            datatype,
            shape: [1, width],
            data: [first?.[name]],
          })),
        },
      },
      { name: "health", path: "/v2/health/ready", code: `get("/v2/health/ready")`, example: undefined },
    ],
    rows,
    imports: new Set(["v2", "get"]),
    notes: [...unknown, ...others],
  };
}

const PROMPTS = [
  "Say hello in one word.",
  "What is the capital of France?",
  "Name a colour.",
  "Count to three.",
  "Is water wet? Answer yes or no.",
];

/** Tried in this order: what a model answers is what it is for. */
const OPENAI = [
  {
    name: "embed",
    path: "/v1/embeddings",
    body: (model: string) => ({ model, input: "hello" }),
    code: (model: string) => `embeddings(${JSON.stringify(model)}, (row) => String(row.prompt), { rows: [1, 8] })`,
    piece: "embeddings",
  },
  {
    name: "chat",
    path: "/v1/chat/completions",
    body: (model: string) => ({ model, messages: [{ role: "user", content: "hello" }], max_tokens: 8, temperature: 0 }),
    code: (model: string) =>
      `chat(${JSON.stringify(model)}, (row) => String(row.prompt), { maxTokens: 64, with: { temperature: 0 } })`,
    piece: "chat",
  },
  {
    name: "complete",
    path: "/v1/completions",
    body: (model: string) => ({ model, prompt: "hello", max_tokens: 8, temperature: 0 }),
    code: (model: string) =>
      `completions(${JSON.stringify(model)}, (row) => String(row.prompt), { maxTokens: 64, with: { temperature: 0 } })`,
    piece: "completions",
  },
] as const;

/** A draft of the first model of a server that imitates OpenAI's API: the first kind of request it answers. */
export async function openaiDraft(ask: Ask): Promise<Draft | undefined> {
  const models = await ask("/v1/models");
  if (models?.status !== 200 || !isRecord(models.json)) return undefined;
  const [model] = names(models.json.data, "id");
  if (model === undefined) return undefined;
  for (const kind of OPENAI) {
    const answer = await ask(kind.path, kind.body(model));
    if (answer?.status !== 200) continue;
    return {
      endpoints: [{ name: kind.name, path: kind.path, code: kind.code(model), example: kind.body(model) }],
      rows: PROMPTS.map((prompt) => ({ prompt })),
      imports: new Set([kind.piece]),
      notes: [],
    };
  }
  return undefined;
}
