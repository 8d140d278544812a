// The module `k6/http`: names and argument orders are k6's; the work is the client's.

import { batch } from "../http/batch.ts";
import type { HttpClient } from "../http/client.ts";
import { CookieJar } from "../http/cookie-jar-api.ts";
import { ExpectedStatuses, expectedStatuses } from "../http/expected-statuses.ts";
import { FileData } from "../http/file-data.ts";
import { perform } from "../http/perform.ts";
import { bytesOf } from "../http/request-bytes.ts";
import type { HttpResponse } from "../http/response.ts";
import { urlTemplate } from "../http/url-template.ts";
import type { ModuleNamespace } from "../loader/script.ts";
import { goError } from "../vu/go-error.ts";

type Verb = (url: unknown, body?: unknown, params?: unknown) => Promise<HttpResponse>;

const constants = {
  TLS_1_0: "tls1.0",
  TLS_1_1: "tls1.1",
  TLS_1_2: "tls1.2",
  TLS_1_3: "tls1.3",
  OCSP_STATUS_GOOD: "good",
  OCSP_STATUS_REVOKED: "revoked",
  OCSP_STATUS_SERVER_FAILED: "server_failed",
  OCSP_STATUS_UNKNOWN: "unknown",
  OCSP_REASON_UNSPECIFIED: "unspecified",
  OCSP_REASON_KEY_COMPROMISE: "key_compromise",
  OCSP_REASON_CA_COMPROMISE: "ca_compromise",
  OCSP_REASON_AFFILIATION_CHANGED: "affiliation_changed",
  OCSP_REASON_SUPERSEDED: "superseded",
  OCSP_REASON_CESSATION_OF_OPERATION: "cessation_of_operation",
  OCSP_REASON_CERTIFICATE_HOLD: "certificate_hold",
  OCSP_REASON_REMOVE_FROM_CRL: "remove_from_crl",
  OCSP_REASON_PRIVILEGE_WITHDRAWN: "privilege_withdrawn",
  OCSP_REASON_AA_COMPROMISE: "aa_compromise",
} as const;

function file(data: unknown, filename?: unknown, contentType?: unknown): FileData {
  const bytes = bytesOf(data);
  if (typeof data !== "string" && bytes === undefined)
    throw goError(`invalid type ${typeof data}, expected string or ArrayBuffer`);
  // k6 names a nameless file by the clock.
  const name = filename === undefined ? `${Date.now()}000000` : String(filename);
  return new FileData(bytes ?? String(data), name, contentType === undefined ? undefined : String(contentType));
}

function callbackOf(value: unknown): ExpectedStatuses | null {
  if (value === null || value instanceof ExpectedStatuses) return value;
  throw goError("unsupported argument, expected http.expectedStatuses");
}

/** The members of `k6/http` for one VU; those that block return promises. */
export function httpModule(client: HttpClient): ModuleNamespace {
  const withBody =
    (method: string): Verb =>
    (url, body, params) =>
      perform(client, { method, url, body, params });
  const withoutBody =
    (method: string) =>
    (url: unknown, params?: unknown): Promise<HttpResponse> =>
      perform(client, { method, url, body: undefined, params });
  const request = (method: unknown, url: unknown, body?: unknown, params?: unknown): Promise<HttpResponse> =>
    perform(client, { method: String(method), url, body, params });
  const members = {
    ...constants,
    get: withoutBody("GET"),
    head: withoutBody("HEAD"),
    post: withBody("POST"),
    put: withBody("PUT"),
    patch: withBody("PATCH"),
    del: withBody("DELETE"),
    options: withBody("OPTIONS"),
    request,
    asyncRequest: async (method: unknown, url: unknown, body?: unknown, params?: unknown) =>
      request(method, url, body, params),
    batch: (requests: unknown) => batch(client, requests),
    url: urlTemplate,
    file,
    cookieJar: () => client.jar,
    /** Called with `new`: gives an empty jar on the VU's clock. */
    CookieJar: function CookieJarOfVu() {
      return new CookieJar(() => client.wallNow());
    },
    expectedStatuses: (...statuses: unknown[]) => {
      try {
        return expectedStatuses(statuses);
      } catch (error) {
        throw goError(error instanceof Error ? error.message : String(error));
      }
    },
    setResponseCallback: (callback: unknown) => {
      client.expected = callbackOf(callback);
    },
  };
  return { ...members, default: members };
}
