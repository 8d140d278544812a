// Makes any text harmless inside the languages the renderers write: markup, Markdown, workflow commands.
// Every escape keeps the text readable and is total: there is no input it refuses.

/** What XML 1.0 cannot hold even escaped, and lone surrogates, which no UTF-8 file can. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for HTML or XML, in an element or in a quoted attribute. */
export const escapeMarkup = (text: string): string =>
  text.replace(NOT_XML, "\uFFFD").replace(/[&<>"']/g, (c) => entities[c] ?? c);

/** Text for an XML attribute: line ends are kept as references, or a parser would turn them into spaces. */
export const escapeXmlAttribute = (text: string): string =>
  escapeMarkup(text).replace(/[\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`);

const entity = (c: string): string => `&#${c.charCodeAt(0)};`;

/**
 * Text for the inside of a Markdown line or table cell.
 *
 * Entities, not backslashes: CommonMark never reads an entity as structure, and a backslash before a pipe is read
 * differently inside and outside of tables. An underscore within a word is plain in GitHub's Markdown and is left.
 */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(NOT_XML, "\uFFFD")
    .replace(/\s+/g, " ")
    .replace(/[&<>"'\\`*[\]|~!#$]/g, entity)
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, entity)
    .replace(/:(?=\/\/|:)|(?<=:):/g, entity)
    .replace(/(?<=www)\./gi, entity)
    // A word joiner keeps "@name" from notifying somebody; an entity would not.
    .replace(/@/g, "@\u2060")
    .trim()
    // What begins a list or underlines a heading, where a cell or an item begins with data.
    .replace(/^[-+](?=\s|$)|^[-=](?=[-=\s]*$)/, entity)
    .replace(/^(\d+)([.)])(?=\s|$)/, (_, digits: string, c: string) => digits + entity(c));

/** The message of a GitHub workflow command. */
export const escapeCommandData = (text: string): string =>
  text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");

/** A property value of a GitHub workflow command. */
export const escapeCommandProperty = (text: string): string =>
  escapeCommandData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
