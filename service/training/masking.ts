// Takes people out of the texts: mail addresses, links, phone numbers, street addresses and names. Names are those
// the corpus itself gives in its headers and those that follow a common first name; others are not known and stay.

import type { MailText } from "./mail-text.ts";

/** Placeholder for a person's name: an invented first name, so that sentences stay sentences. */
const SOMEONE = "Alex";

const NAME_IN_HEADER = /(?:^|[,;])\s*"?([\p{Lu}][\p{L}.'-]+(?: +[\p{L}.'-]+){0,3})"?\s*<|\(([\p{Lu}][\p{L}.' -]+)\)/gu;
const WORD = /\p{L}[\p{L}'-]*/gu;

/** The names to mask: every part of a name of a header that texts write with a capital nearly always. */
export function collectNames(mails: readonly MailText[]): ReadonlySet<string> {
  const lower = new Map<string, number>();
  const capital = new Map<string, number>();
  for (const mail of mails) {
    for (const [word] of mail.body.matchAll(WORD)) {
      const counts = word === word.toLowerCase() ? lower : capital;
      const key = word.toLowerCase();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const names = new Set<string>();
  for (const mail of mails) {
    for (const person of mail.people.flatMap((value) => [...value.matchAll(NAME_IN_HEADER)])) {
      for (const [part] of (person[1] ?? person[2] ?? "").matchAll(WORD)) {
        const key = part.toLowerCase();
        const common = (lower.get(key) ?? 0) > 0.1 * (capital.get(key) ?? 0) + 1;
        if (part.length > 2 && !common && !NOT_NAMES.has(key)) names.add(key);
      }
    }
  }
  return names;
}

/** Words with a capital that stand in sender names of companies and lists and that texts need. */
const NOT_NAMES = new Set(
  (
    "microsoft linux windows internet america american english french german java perl python apache debian redhat " +
    "yahoo google amazon ebay sun intel apple ibm free special offer mail news daily weekly ireland irish irlug ilug " +
    "usa mac unix oracle cnet zdnet nigeria africa spamassassin razor fork exmh rpm"
  ).split(" "),
);

/** Common first names in English (1940-1990); a capitalised word after one is taken for the family name. */
const FIRST_NAMES = new RegExp(
  `\\b(?:${(
    "Adam Alan Albert Alice Amanda Amy Andrea Andrew Andy Angela Ann Anna Anne Anthony Arthur Barbara Ben Betty Bill " +
    "Bob Brandon Brenda Brian Bruce Bryan Carl Carol Carolyn Catherine Charles Cheryl Chris Christina Christine " +
    "Christopher Cindy Colin Craig Cynthia Dale Dan Daniel Dave David Deborah Debra Dennis Diana Diane Don Donald Donna " +
    "Doris Dorothy Doug Douglas Ed Edward Elizabeth Emily Emma Eric Eugene Eva Evelyn Frances Frank Fred Gary Gavin " +
    "Geoff Geoffrey George Gerald Gloria Graham Greg Gregory Harold Harry Heather Helen Henry Howard Ian Jack Jacob " +
    "James Jane Janet Janice Jason Jean Jeff Jeffrey Jennifer Jeremy Jerry Jessica Jim Joan Joe Joel John Johnny Jonathan " +
    "Joseph Joyce Juan Judith Judy Julia Julie Justin Karen Karl Kathleen Kathryn Keith Kelly Ken Kenneth Kevin Kim Kyle " +
    "Larry Laura Lawrence Linda Lisa Louis Lucy Margaret Maria Marie Marilyn Mark Martha Martin Mary Matt Matthew " +
    "Melissa Michael Michelle Mike Nancy Nathan Neil Nicholas Nick Nicole Nigel Noel Olivia Oliver Pamela Patricia Patrick " +
    "Paul Paula Pete Peter Philip Phil Rachel Ralph Randy Raymond Rebecca Rich Richard Rick Rob Robert Robin Roger Ron " +
    "Ronald Rose Roy Russell Ruth Ryan Sam Samuel Sandra Sara Sarah Scott Sean Sharon Sheila Shirley Simon Stephanie " +
    "Stephen Steve Steven Stuart Sue Susan Teresa Terry Theresa Thomas Tim Timothy Todd Tom Tony Victoria Vincent " +
    "Virginia Walter Wayne William Willie Zachary"
  )
    .split(" ")
    .join("|")})\\b(?: (?:\\p{Lu}\\. )?\\p{Lu}[\\p{L}'-]+)?`,
  "gu",
);

const PHONE = /(?:\+?\d{1,3}[ .-]?)?(?:\(\d{1,4}\)|\d{1,4})[ .-]{1,2}\d{3,4}[ .-]\d{3,4}\b/g;
const STREET =
  /\b\d{1,5} (?:[NSEW]\.? )?(?:\p{Lu}[\p{L}.]+ ){1,3}?(?:St(?:reet)?|Ave(?:nue)?|R(?:oa)?d|Blvd|Boulevard|Lane|Ln|Drive|Dr|Way|Court|Suite)\b\.?(?:,? (?:Suite|Ste|Apt|#) ?#?\w+)?/gu;
const BOX = /\bP\.? ?O\.? ?Box \d+/gi;
const ADDRESS = /[\w.+=-]+@[\w-]+(?:\.[\w-]+)*|[\w.+=-]+ (?:at|\[at\]|\(at\)) [\w-]+(?:(?:\.| dot )[\w-]+)+/gi;
const LINK = /\b(?:https?|ftp):\/\/[^\s<>"')\]]+|\bwww\.[^\s<>"')\]]+/gi;
const HEADER_LINE = /^(From|To|Cc|Reply-To|Sender):[^\n]*/gim;
const SIGN_OFF = /^(\s*-{1,2} ?)\p{L}{2,12}\.?$/gmu;
const QUOTED_SENDER = /^(?:On .{5,60}, )?\p{Lu}[^\n@]{2,60} (?:wrote|writes|said):?$/gmu;

/** The text without addresses, links, phone numbers, street addresses and the given names. */
export function mask(text: string, names: ReadonlySet<string>): string {
  return text
    .replace(ADDRESS, "user@example.com")
    .replace(LINK, "http://example.com/")
    .replace(PHONE, "555-0100")
    .replace(STREET, "1 Example Street")
    .replace(BOX, "PO Box 1")
    .replace(QUOTED_SENDER, `${SOMEONE} wrote:`)
    .replace(HEADER_LINE, `$1: ${SOMEONE}`)
    .replace(SIGN_OFF, `$1${SOMEONE}`)
    .replace(FIRST_NAMES, SOMEONE)
    .replace(WORD, (word) => (word !== word.toLowerCase() && isName(word, names) ? SOMEONE : word))
    .replaceAll(new RegExp(`${SOMEONE}(?:[ ]${SOMEONE})+`, "g"), SOMEONE);
}

const isName = (word: string, names: ReadonlySet<string>): boolean =>
  names.has(
    word
      .toLowerCase()
      .replace(/'s$/, "")
      .replace(/['-]+$/, ""),
  );
