// What links have in k6 beside what all elements have: the parts of their address, as it is written, and attributes.

interface Link {
  getAttribute(name: unknown): string | undefined;
  textContent(): string;
}

/** RFC 3986, appendix B, with the user's name and password taken apart. */
const PARTS = /^(?:([^:/?#]+):)?(?:\/\/(?:([^/?#@]*)@)?([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/;

/** Ports that `host` leaves out, by the protocol they are usual for. */
const USUAL: Readonly<Record<string, string>> = { http: ":80", https: ":443" };

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== "");

/** The members of one link. A relative address has no host, and k6's lone colon for a protocol. */
export function linkMembers(link: Link): Readonly<Record<string, () => unknown>> {
  const attribute = (name: string) => (): string => link.getAttribute(name) ?? "";
  const href = attribute("href");
  const part = (index: number): string => PARTS.exec(href())?.[index] ?? "";
  const hostname = (): string => part(3).replace(/:\d*$/, "");
  return {
    accessKey: attribute("accesskey"),
    hash: () => part(6),
    host: () => (part(3) === hostname() + (USUAL[part(1)] ?? "") ? hostname() : part(3)),
    hostname,
    href,
    origin: () => (part(1) === "" ? "" : `${part(1)}://${part(3)}`),
    password: () => part(2).split(":")[1] ?? "",
    pathname: () => part(4),
    port: () => part(3).slice(hostname().length + 1),
    protocol: () => (part(1) === "" ? ":" : part(1)),
    rel: attribute("rel"),
    relList: () => words(link.getAttribute("rel") ?? ""),
    search: () => part(5),
    target: attribute("target"),
    text: () => link.textContent(),
    type: attribute("type"),
    username: () => part(2).split(":")[0] ?? "",
  };
}
