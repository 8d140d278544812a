// From a raw mail message to the text a person would read: subject and plain body. It understands what the corpus
// holds (MIME parts, quoted-printable, base64, HTML) and is no general mail parser.

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface MailText {
  readonly subject: string;
  readonly body: string;
  /** Values of From, To, Cc and Reply-To: where the names of people are. */
  readonly people: readonly string[];
}

const splitPart = (raw: string): Part => {
  const end = raw.search(/\r?\n\r?\n/);
  const head = end === -1 ? raw : raw.slice(0, end);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    if (colon > 0 && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body: end === -1 ? "" : raw.slice(end).replace(/^\r?\n\r?\n/, "") };
};

const bytes = (hex: string): string => Buffer.from(hex.replaceAll("=", ""), "hex").toString("latin1");

const decodeBody = (part: Part): string => {
  switch (part.headers.get("content-transfer-encoding")?.toLowerCase()) {
    case "quoted-printable":
      return part.body.replace(/=\r?\n/g, "").replace(/(?:=[0-9a-f]{2})+/gi, bytes);
    case "base64":
      return Buffer.from(part.body, "base64").toString("latin1");
    default:
      return part.body;
  }
};

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", copy: "©" };

const entity = (whole: string, name: string): string => {
  if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return code > 31 && code < 0x10000 ? String.fromCharCode(code) : " ";
};

const stripHtml = (html: string): string =>
  html
    .replace(/<(script|style|head|title)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<(br|p|div|tr|li|h\d|table)\b[^>]*>/gi, "\n")
    .replace(/<[a-z!/][^>]*>/gi, "")
    .replace(/&(#?\w+);/g, entity);

const readable = (part: Part, depth = 0): string => {
  const type = part.headers.get("content-type") ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (/^multipart\//i.test(type) && boundary !== undefined && depth < 4) {
    const parts = part.body
      .split(`--${boundary}`)
      .slice(1)
      .map((raw) => splitPart(raw.replace(/^\r?\n/, "")));
    const texts = parts.map((inner) => readable(inner, depth + 1)).filter((text) => text.trim() !== "");
    return /alternative/i.test(type) ? (texts[0] ?? "") : texts.join("\n");
  }
  if (!/^(text|message)\//i.test(type)) return "";
  const text = decodeBody(part);
  return /html/i.test(type) || /^\s*<(html|!doctype)/i.test(text) ? stripHtml(text) : text;
};

const encodedWord = (_whole: string, encoding: string, text: string): string =>
  encoding.toLowerCase() === "b"
    ? Buffer.from(text, "base64").toString("latin1")
    : text.replaceAll("_", " ").replace(/(?:=[0-9a-f]{2})+/gi, bytes);

const decodeHeader = (value: string): string => value.replace(/=\?[\w-]+\?([bq])\?([^?]*)\?=/gi, encodedWord);

/** White space as in running text, and no control characters. */
const tidy = (text: string): string =>
  text
    .replace(/(?<=\p{L})\ufffd(?=\p{L})/gu, "'")
    .replace(/[^\n\P{C}]|\ufffd/gu, " ")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

/** Reads one message. Signatures (after a line of `--`) are left out: they are about a person and not the message. */
export function readMail(raw: string): MailText {
  const part = splitPart(raw);
  const people = ["from", "to", "cc", "reply-to"].flatMap((name) => part.headers.get(name) ?? []);
  return {
    subject: tidy(decodeHeader(part.headers.get("subject") ?? "")),
    body: tidy(readable(part).replace(/\n-- ?\n[\s\S]*$/, "")),
    people: people.map(decodeHeader),
  };
}
