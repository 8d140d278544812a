// What a function is for, by rules over its name, file and package. One table for the reference service and for any
// other; docs/profiling.md lists it for users. A frame that no rule knows is judged by its callers.

import { shortFile, wordsOf } from "./function-name.ts";
import { isIdle } from "./idle.ts";
import type { ProfileFunction } from "./profile.ts";

export type Category =
  | "inference"
  | "feature extraction"
  | "logging"
  | "serialisation"
  | "worker hand-over"
  | "http"
  | "garbage collection"
  | "native and V8"
  | "other"
  | "idle";

interface Rule {
  readonly category: Category;
  readonly pattern: RegExp;
}

const rule = (category: Category, pattern: RegExp): Rule => ({ category, pattern });

/** Functions without a file: V8's pseudo functions and natives, Python's built-ins, Go's runtime. */
const NATIVE_RULES: readonly Rule[] = [
  rule("garbage collection", /^\(garbage collector\)$|^GC$|gc\.collect|^runtime\.gc/),
  rule("native and V8", /^\((program|root)\)$/),
  rule("serialisation", /^(JSON\.)?(stringify|parse)$|_json\.|c_make_encoder|json\.(dumps|loads)/),
  rule("worker hand-over", /^(postMessage|serialize|deserialize|structuredClone|receiveMessageOnPort)$/),
];

/** Node's own modules. */
const NODE_RULES: readonly Rule[] = [
  rule("logging", /^node:internal\/(console|util\/(inspect|colors))|^node:console/),
  rule("worker hand-over", /^node:(internal\/(worker|per_context\/messageport)|worker_threads|v8)/),
  rule(
    "http",
    /^node:(_http|_tls|http|https|net|tls|internal\/(http|net|tls|js_stream|stream_base|streams|timers_http))/,
  ),
];

/** Packages of npm and PyPI, and the parts of Python's library that matter here. */
const PACKAGE_RULES: readonly Rule[] = [
  rule(
    "logging",
    /^(pino|sonic-boom|thread-stream|winston|bunyan|log4js|loglevel|on-exit-leak-free|structlog|loguru|logging)(\/|-|$)/,
  ),
  rule(
    "serialisation",
    /^(fast-json-stringify|secure-json-parse|safe-stable-stringify|fast-safe-stringify|json|orjson|ujson|pydantic|pydantic_core|protobufjs|msgpackr|ajv|@fastify\/ajv-compiler|google\/protobuf)(\/|$)/,
  ),
  rule("worker hand-over", /^(piscina|tinypool|workerpool|concurrent\/futures|multiprocessing)(\/|$)/),
  rule(
    "feature extraction",
    /^(tokenizers|transformers\/tokenization|nltk|spacy|sklearn\/feature_extraction|sklearn\/preprocessing|tiktoken|sentencepiece)/,
  ),
  rule(
    "inference",
    /^(onnxruntime|@tensorflow|@xenova|@huggingface\/transformers|torch|tensorflow|keras|sklearn|xgboost|lightgbm|catboost|transformers|sentence_transformers|jax|numpy\/linalg)/,
  ),
  rule(
    "http",
    /^(fastify|@fastify|find-my-way|light-my-request|express|koa|hono|body-parser|raw-body|undici|ws|uvicorn|starlette|fastapi|h11|httptools|uvloop|aiohttp|flask|werkzeug|gunicorn|tornado|asyncio|selectors)(\/|\.py|$)/,
  ),
];

/** Names that people give to the functions and files of an inference service; checked against one word at a time. */
const NAME_RULES: readonly Rule[] = [
  rule("logging", /^(log|logs|logger|loggers|logging)$/),
  rule(
    "feature extraction",
    /^(features?|tokeni[sz](e|er|ers|ation)|vectori[sz](e|er|ation)|preprocess(ing|or)?|ngrams?|embed(ding|dings)?)$/,
  ),
  rule(
    "inference",
    /^(predict(s|ion|ions|or)?|infer(ence)?|forward|matmul|gemm|matvec|multiply|dot|dense|convolve|softmax|relu|sigmoid|logits?|neural|model|classif(y|ier)|probabilities|score)$/,
  ),
  rule("serialisation", /^((de)?seriali[sz](e|er|ation)|stringify|marshal)$/),
];

const firstMatch = (rules: readonly Rule[], text: string): Category | undefined =>
  rules.find((each) => each.pattern.test(text))?.category;

/** By the first rule that knows any of a name's words: `logPrediction` logs, `featureVector` extracts features. */
const byWords = (name: string): Category | undefined => {
  const all = wordsOf(name);
  return NAME_RULES.find((each) => all.some((word) => each.pattern.test(word)))?.category;
};

const PYTHON_LIBRARY = /\/lib\/python[\d.]+\/(?!site-packages|dist-packages)(.*)$/;

/** The path from a package's name on, for files of packages and of Python's library; undefined for other files. */
const packagePath = (file: string): string | undefined => {
  if (/\/(node_modules|site-packages|dist-packages)\//.test(file)) return shortFile(file);
  return (
    PYTHON_LIBRARY.exec(file)?.[1] ??
    /^((?:asyncio|logging|json|concurrent|multiprocessing|selectors)(?:\/|\.py).*)$/.exec(file)?.[1]
  );
};

/**
 * What a function is for by its own name and place; undefined when only its callers can tell.
 *
 * Of an application's file only the name and its own directory count: a whole service may well lie below a directory
 * called `inference-service`.
 */
export function ownCategory(fn: ProfileFunction): Category | undefined {
  if (isIdle(fn)) return "idle";
  if (fn.file === "") return firstMatch(NATIVE_RULES, fn.name);
  if (fn.file.startsWith("node:")) return firstMatch(NODE_RULES, fn.file);
  const inPackage = packagePath(fn.file);
  if (inPackage !== undefined) return firstMatch(PACKAGE_RULES, inPackage);
  const [file = "", directory = ""] = shortFile(fn.file).split("/").reverse();
  return byWords(fn.name) ?? byWords(file.replace(/\.\w+$/, "")) ?? byWords(directory);
}
