// What a response can do as a page: be looked into, have a form of it submitted, have a link of it followed.

import { isRecord } from "../../lib/core/json.ts";
import { parsePage, type Selection } from "../html/selection.ts";
import { goError } from "../vu/go-error.ts";

/** The parts of a response that matter here: copies of one have them, too. */
export interface Page {
  readonly body: string | ArrayBuffer | null;
  readonly url: string;
}

/** A request that is to be made, as the script would have written it. */
export interface PageRequest {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
  readonly params: unknown;
}

const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});
const text = (value: unknown, otherwise: string): string => (typeof value === "string" ? value : otherwise);

/** @throws GoError when there is no body */
export function lookInto({ body, url }: Page, selector?: unknown): Selection {
  if (body === null) {
    throw goError(
      "the body is null so we can't transform it to HTML - this likely was because of a request error getting the response",
    );
  }
  const page = parsePage(typeof body === "string" ? body : Buffer.from(body).toString("utf8"), url);
  return selector === undefined || selector === null ? page : page.find(selector);
}

/** A list in a form is written as Go prints it: k6 sends `[A B]` for two chosen options. */
const asSent = (value: unknown): string => (Array.isArray(value) ? `[${value.join(" ")}]` : String(value));

/** @throws GoError when there is no such form */
export function formRequest(page: Page, options: unknown): PageRequest {
  const { formSelector, submitSelector, fields, params } = record(options);
  const wanted = text(formSelector, "form");
  const form = lookInto(page, wanted);
  if (form.size() === 0) throw goError(`no form found for selector '${wanted}' in response '${page.url}'`);
  const values: Record<string, unknown> = form.serializeObject();
  const submit = form.find(text(submitSelector, '[type="submit"]'));
  const name = submit.attr("name");
  if (typeof name === "string" && name !== "") values[name] = submit.val() ?? "";
  Object.assign(values, record(fields));
  const sent = Object.entries(values).map(([key, value]): [string, string] => [key, asSent(value)]);
  const method = text(form.attr("method"), "GET").toUpperCase();
  const url = new URL(text(form.attr("action"), page.url), page.url);
  if (method !== "GET") return { method, url: url.href, body: Object.fromEntries(sent), params };
  url.search = new URLSearchParams(sent.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))).toString();
  return { method, url: url.href, body: undefined, params };
}

/** @throws GoError when there is no such link, or it leads nowhere */
export function linkRequest(page: Page, options: unknown): PageRequest {
  const { selector, params } = record(options);
  const wanted = text(selector, "a[href]");
  const link = lookInto(page, wanted);
  if (link.size() === 0) throw goError(`no element found for selector '${wanted}' in response '${page.url}'`);
  const href = link.attr("href");
  if (typeof href !== "string") {
    throw goError(`no valid href attribute value found on element '${wanted}' in response '${page.url}'`);
  }
  return { method: "GET", url: new URL(href, page.url).href, body: undefined, params };
}
