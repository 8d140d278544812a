// Addresses without what must stay secret.

/** A URL without credentials, query and fragment; the text "(not a URL)" when it is none. */
export function redactUrl(url: string): string {
  const parts = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^/?#]*@)?([^/?#]+)([^?#]*)/i.exec(url);
  if (parts === null) return "(not a URL)";
  return `${parts[1] ?? ""}${parts[2] ?? ""}${parts[3] ?? ""}`.replace(/\/+$/, "");
}
