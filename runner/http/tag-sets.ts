// The tags of a request's samples. Equal tags are the same object, because readers of samples cache by identity; and
// finding it must cost no more than a look-up.

import type { Tags } from "../../lib/core/metric-sample.ts";

/** Tags a script gives with a request, checked, and a text that is equal for equal tags. */
export interface UserTags {
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
}

export const noUserTags: UserTags = { key: "", values: {} };

/** What k6's system tags say about one exchange; an empty string means the tag is absent. */
export interface ExchangeTags {
  readonly method: string;
  /** URL as shown in tags. */
  readonly url: string;
  /** Name given by a `http.url` template; undefined: the URL. */
  readonly name: string | undefined;
  readonly status: number;
  readonly proto: string;
  readonly tlsVersion: string;
  /** Undefined when the script has switched the judgement off. */
  readonly expected: boolean | undefined;
  readonly error: string;
  readonly errorCode: number;
}

/** Different tag sets remembered per set of base tags; beyond it all are forgotten and equal sets may be two objects. */
const LIMIT = 4096;

/** Tags from a script's `tags` object; a string says why they cannot be used, in k6's words. */
export function userTags(tags: Readonly<Record<string, unknown>>): UserTags | string {
  let key = "";
  const values: Record<string, string> = {};
  for (const name in tags) {
    const value = tags[name];
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean")
      return `invalid value for metric tag '${name}': only String, Boolean and Number types are accepted as a metric tag values`;
    values[name] = String(value);
    key += `${name}\u0001${value}\u0002`;
  }
  return { key, values };
}

export class RequestTagSets {
  readonly #enabled: ReadonlySet<string>;
  readonly #byBase = new WeakMap<Tags, Map<string, Tags>>();

  /** @param enabled the `systemTags` option */
  constructor(enabled: ReadonlySet<string>) {
    this.#enabled = enabled;
  }

  /** Base tags, the request's own over them, and system tags over both (but a `name` of the request's own stays). */
  get(base: Tags, user: UserTags, facts: ExchangeTags): Tags {
    let sets = this.#byBase.get(base);
    if (sets === undefined) {
      sets = new Map();
      this.#byBase.set(base, sets);
    }
    const key = `${facts.status} ${facts.method} ${facts.expected} ${facts.errorCode} ${facts.proto} ${facts.tlsVersion} ${facts.name}\n${facts.url}\n${facts.error}\n${user.key}`;
    const known = sets.get(key);
    if (known !== undefined) return known;
    if (sets.size >= LIMIT) sets.clear();
    const made = this.#make(base, user.values, facts);
    sets.set(key, made);
    return made;
  }

  #make(base: Tags, user: Readonly<Record<string, string>>, facts: ExchangeTags): Tags {
    const tags: Record<string, string> = { ...base, ...user };
    const set = (name: string, value: string): void => {
      if (value !== "" && this.#enabled.has(name)) tags[name] = value;
    };
    const named = user.name !== undefined && this.#enabled.has("name");
    if (!named && this.#enabled.has("name")) tags.name = facts.name ?? facts.url;
    if (this.#enabled.has("url")) tags.url = named ? (user.name ?? "") : (facts.name ?? facts.url);
    set("method", facts.method);
    if (this.#enabled.has("status")) tags.status = String(facts.status);
    set("proto", facts.proto);
    set("tls_version", facts.tlsVersion);
    set("error", facts.error);
    set("error_code", facts.errorCode === 0 ? "" : String(facts.errorCode));
    set("expected_response", facts.expected === undefined ? "" : String(facts.expected));
    return tags;
  }
}
