import { expect, test } from "vitest";
import type { MailText } from "./mail-text.ts";
import { collectNames, mask } from "./masking.ts";

const mail = (body: string, ...people: string[]): MailText => ({ subject: "", body, people });
const none: ReadonlySet<string> = new Set();

test.each([
  ["mail joe_b+x@lists.example.org now", "mail user@example.com now"],
  ["mail joe@balam now", "mail user@example.com now"],
  ["ask joe at example dot org", "ask user@example.com"],
  ["see http://x.org/~joe?a=1, or www.joe.example", "see http://example.com/ or http://example.com/"],
  ["call (303) 555-1234 or +44 20 7946 0958", "call 555-0100 or 555-0100"],
  ["Tel 82-2-459-3123", "Tel 555-0100"],
  ["come to 123 N. Main Street Suite 4b", "come to 1 Example Street"],
  ["write to P.O. Box 9921", "write to PO Box 1"],
  ["On Mon, 5 Aug, Somebody Unheard Of wrote:", "Alex wrote:"],
  ["From: Somebody Unheard", "From: Alex"],
  ["see you\n-Joey", "see you\n-Alex"],
  ["I met Robert J. Smith and Sheila Holbrook there", "I met Alex and Alex there"],
])("%j becomes %j", (text, masked) => {
  expect(mask(text, none)).toBe(masked);
});

test("figures and dates are no phone numbers", () => {
  const text = "In 2002 it cost $1,500.00 for 12 345 of them (3.14 each), 10-20 a day";
  expect(mask(text, none)).toBe(text);
});

test("names come from headers, and are masked in running text where they are capitalised", () => {
  const names = collectNames([
    mail("hello", '"Zoltan Kekes" <z@example.org>'),
    mail("x", "q@example.org (Aino Laine)"),
  ]);
  expect(mask("Kekes asked Zoltan's friend Aino Laine", names)).toBe("Alex asked Alex friend Alex");
});

test("a word that texts write in lower case is no name, whoever is called so", () => {
  const mails = [mail("the green hill, a hill by the green sea, Green", "Green Hill <g@example.org>")];
  expect([...collectNames(mails)]).toEqual([]);
});
