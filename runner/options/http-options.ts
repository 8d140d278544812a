// What the options of a run say of its HTTP client.

/** Options of the HTTP client, with k6's names and defaults. */
export interface HttpOptions {
  readonly batch: number;
  readonly batchPerHost: number;
  readonly maxRedirects: number;
  readonly userAgent: string;
  readonly throw: boolean;
  readonly discardResponseBodies: boolean;
  readonly insecureSkipTLSVerify: boolean;
  readonly noConnectionReuse: boolean;
  readonly noVUConnectionReuse: boolean;
  readonly noCookiesReset: boolean;
  /** Requests per second over all VUs; undefined is no limit. */
  readonly rps: number | undefined;
  /** Whether requests and answers are logged: their heads, or all of them. */
  readonly debug: "none" | "heads" | "full";
  /** Host (and optional :port) to address, as /etc/hosts would. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly systemTags: ReadonlySet<string>;
}
