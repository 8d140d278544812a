// The service's HTTP side: its routes, over whatever execution it is given.

import { performance } from "node:perf_hooks";
import fastify, { type FastifyInstance } from "fastify";
import { addCompletions } from "../completions/route.ts";
import type { Execution, RequestLog } from "../optimisation.ts";
import { answerBrokenRequest, answerErrors } from "./errors.ts";
import type { Metrics } from "./metrics.ts";
import { BODY_LIMIT_BYTES, predictBatchSchema, predictSchema } from "./schemas.ts";

export interface AppParts {
  readonly profile: string;
  readonly slowdown: number;
  readonly execution: Execution;
  readonly metrics: Metrics;
  /** Undefined in profiles that log a request's texts instead. */
  readonly requestLog: RequestLog | undefined;
  readonly report: (event: Readonly<Record<string, unknown>>) => void;
  readonly stopping: () => boolean;
}

/** A client has this long to send a whole request; a slow one holds a socket and nothing else. */
const REQUEST_TIMEOUT_MS = 15_000;
const CONNECTION_CHECK_MS = 1000;
const MAX_CONNECTIONS = 4096;

const methods = new Map([
  ["/predict", "POST"],
  ["/predict_batch", "POST"],
  ["/v1/completions", "POST"],
  ["/health", "GET, HEAD"],
  ["/metrics", "GET, HEAD"],
]);

const newApp = (): FastifyInstance => {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: REQUEST_TIMEOUT_MS, connectionsCheckingInterval: CONNECTION_CHECK_MS },
    clientErrorHandler: answerBrokenRequest,
    // A number is no text: fastify's default would turn 5 into "5".
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  // Only JSON is taken; fastify would read plain text too.
  app.removeContentTypeParser("text/plain");
  app.server.maxConnections = MAX_CONNECTIONS;
  return app;
};

const watchRequests = (app: FastifyInstance, parts: AppParts): void => {
  app.addHook("onSend", async (_request, reply) => {
    // A connection kept alive would hold up the shutdown until the client lets go of it.
    if (parts.stopping()) reply.header("connection", "close");
  });
  app.addHook("onResponse", async (request, reply) => {
    parts.metrics.answered(request.routeOptions.url ?? "unknown", reply.statusCode);
    parts.requestLog?.request({
      method: request.method,
      url: request.url,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime * 1000) / 1000,
    });
  });
};

const addPredictions = (app: FastifyInstance, { execution, metrics }: AppParts): void => {
  app.post<{ Body: { text: string } }>("/predict", { schema: predictSchema }, async (request) => {
    const [prediction] = await execution.predict([request.body.text]);
    metrics.predicted(1);
    return prediction;
  });
  app.post<{ Body: { texts: string[] } }>("/predict_batch", { schema: predictBatchSchema }, async (request) => {
    const predictions = await execution.predict(request.body.texts);
    metrics.predicted(predictions.length);
    return { predictions };
  });
};

/** Builds the app; the caller listens. */
export function buildApp(parts: AppParts): FastifyInstance {
  const app = newApp();
  const { profile, slowdown, execution, metrics } = parts;
  const started = performance.now();
  watchRequests(app, parts);
  answerErrors(app, methods, parts.report);
  addPredictions(app, parts);
  addCompletions(app);
  app.get("/health", async () => ({
    status: "ok",
    profile,
    slowdown,
    workers: execution.workers().length,
    uptimeSeconds: Math.round((performance.now() - started) / 1000),
  }));
  app.get("/metrics", async (_request, reply) => {
    reply.type("text/plain; version=0.0.4; charset=utf-8");
    return metrics.render(execution);
  });
  return app;
}
