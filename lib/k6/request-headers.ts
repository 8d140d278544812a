// The headers that every request carries, inside k6. The command line hands them over in a private file, since the
// arguments of a process can be read by others; whoever runs the bundle by hand sets HEADERS.

import { parseHeaders, type RequestHeaders } from "../core/request-headers.ts";

const read = (): RequestHeaders => {
  const path = __ENV.HEADERS_FILE ?? "";
  const parsed = parseHeaders(path === "" ? (__ENV.HEADERS ?? "") : open(path));
  if (parsed.kind === "problem") throw new Error(parsed.problem);
  return parsed.headers;
};

export const requestHeaders: RequestHeaders = read();
