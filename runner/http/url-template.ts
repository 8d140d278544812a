// The value of http.url`…`: a URL, and the template it came from as its name, so that tags do not multiply.

/** Field names are k6's. */
export class UrlTemplate {
  readonly name: string;
  readonly url: string;
  readonly clean_url: string;

  constructor(name: string, url: string) {
    this.name = name;
    this.url = url;
    this.clean_url = url;
  }
}

/** What stands for a value in a name. */
const HOLE = "$".concat("{}");

/** Tag function: values go into the URL, and the name keeps their places. */
export function urlTemplate(parts: readonly string[], ...values: readonly unknown[]): UrlTemplate {
  const url = parts.reduce((text, part, i) => text + String(values[i - 1]) + part);
  return new UrlTemplate(parts.join(HOLE), url);
}
