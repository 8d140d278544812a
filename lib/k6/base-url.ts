// Where the service is.

/** The guide's port unless told; without a slash at its end, since paths begin with one. */
export const baseUrl = (): string => (__ENV.BASE_URL ?? "http://127.0.0.1:8000").replace(/\/+$/, "");
