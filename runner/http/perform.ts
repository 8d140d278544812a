// From a script's arguments to a response: checks them, and either makes the call or answers at once with what is wrong
// with them. As in k6 a bad argument is a response with an error; with `throw` it is an exception.

import { CliError } from "../../lib/core/exit.ts";
import { goError } from "../vu/go-error.ts";
import type { BodyStream } from "./body-stream.ts";
import { Call, type CallPlan, failedText } from "./call.ts";
import type { HttpClient } from "./client.ts";
import { errorCode, type Failure, failure } from "./failure.ts";
import { isToken } from "./header-name.ts";
import { fieldsOf, fieldValue } from "./request.ts";
import { compressed, requestBody } from "./request-body.ts";
import { type RequestParams, requestParams } from "./request-params.ts";
import { HttpResponse } from "./response.ts";
import { emitOutcome } from "./samples.ts";
import type { Target } from "./target.ts";
import { UrlTemplate } from "./url-template.ts";

/** One request as a script passes it. */
export interface RequestArguments {
  readonly method: string;
  readonly url: unknown;
  readonly body: unknown;
  readonly params: unknown;
}

/** A call that can be made, or the answer to one that cannot. */
type Planned = { readonly plan: CallPlan } | { readonly answer: HttpResponse };

/** @throws GoError when the script asked for exceptions */
function refuse(client: HttpClient, params: RequestParams | undefined, url: string, why: Failure): Planned {
  if (params?.throws ?? client.vu.http.throw) throw goError(why.message);
  return { answer: new HttpResponse(undefined, undefined, url, null, why.message, why.code, client.again) };
}

/** A request that is described well but cannot be sent leaves samples, like one that was sent and failed. */
function failUnsent(
  client: HttpClient,
  asked: RequestArguments,
  url: string,
  params: RequestParams,
  why: Failure,
): Planned {
  emitOutcome(client, {
    method: asked.method,
    url,
    name: asked.url instanceof UrlTemplate ? asked.url.name : undefined,
    base: client.vu.tags(),
    tags: params.tags,
    expected: params.expected === undefined ? client.expected : params.expected,
    failure: why,
    exchange: undefined,
  });
  if (!(params.throws ?? client.vu.http.throw)) client.shared.onFailed?.(failedText(asked.method, url, why.message));
  return refuse(client, params, url, why);
}

/** What went wrong in reading an argument; what only k6 can do is passed on. */
function problem(error: unknown): Failure {
  if (error instanceof CliError || !(error instanceof Error)) throw error;
  return failure(error.message, errorCode.none);
}

function draftOf(
  { shared }: HttpClient,
  asked: RequestArguments,
  target: Target,
  params: RequestParams,
): CallPlan["draft"] | Failure {
  const given = requestBody(asked.body, (text) => shared.onWarning?.(text));
  const fields = fieldsOf(params.headers);
  if (!Array.isArray(fields)) return fields;
  if (given.contentType !== "" && fieldValue(fields, "Content-Type") === undefined)
    fields.push("Content-Type", given.contentType);
  let body = given.body;
  if (params.compression !== "" && body !== undefined) {
    body = compressed(body, params.compression);
    if (fieldValue(fields, "Content-Encoding") === undefined) fields.push("Content-Encoding", params.compression);
  }
  return { method: asked.method, target, fields, body };
}

function planned(client: HttpClient, asked: RequestArguments): Planned {
  const template = asked.url instanceof UrlTemplate ? asked.url : undefined;
  const url = template?.url ?? asked.url;
  if (typeof url !== "string")
    return refuse(
      client,
      undefined,
      "",
      failure(`invalid URL: '#${url === undefined || url === null ? "<nil>" : String(url)}'`, errorCode.invalidUrl),
    );
  let params: RequestParams | undefined;
  try {
    params = requestParams(asked.params);
    const parsed = client.shared.targets.get(url);
    if (!parsed.ok && parsed.failure.code === errorCode.invalidUrl) return refuse(client, params, "", parsed.failure);
    if (!parsed.ok) return failUnsent(client, asked, url, params, parsed.failure);
    if (!isToken(asked.method)) {
      const why = failure(`net/http: invalid method ${JSON.stringify(asked.method)}`);
      return failUnsent(client, asked, url, params, why);
    }
    if (params.timeoutMs <= 0)
      return failUnsent(client, asked, url, params, failure("request timeout", errorCode.timeout));
    const draft = draftOf(client, asked, parsed.target, params);
    if ("code" in draft) return failUnsent(client, asked, url, params, draft);
    return { plan: { draft, url, name: template?.name, params } };
  } catch (error) {
    if (error instanceof Error && error.name === "GoError") throw error;
    return refuse(client, params, "", problem(error));
  }
}

/**
 * Makes one request. With `throw` a failed one rejects the promise. When the iteration is cut the promise never settles,
 * so that no script can catch the cut and go on.
 * @param stream takes the body as it arrives; the response then has none
 * @throws CliError for what only k6 can do
 */
export function perform(client: HttpClient, asked: RequestArguments, stream?: BodyStream): Promise<HttpResponse> {
  client.again ??= (request) => perform(client, request);
  if (!client.watchIteration()) return new Promise(() => undefined);
  const made = planned(client, asked);
  if ("answer" in made) return Promise.resolve(made.answer);
  return new Promise((resolve, reject) => {
    new Call(client, { ...made.plan, stream }, { resolve, reject }).send();
  });
}
