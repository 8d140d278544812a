// The SpamAssassin corpus as labelled texts: read, masked, cut, freed of duplicates and split. Everything follows
// from the files, so that two runs give the same sets.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../lib/core/json.ts";
import { type MailText, readMail } from "./mail-text.ts";
import { collectNames, mask } from "./masking.ts";

/** The model's classes, in the order of its outputs. */
export const LABELS = ["ham", "spam"] as const;
type Label = (typeof LABELS)[number];

export interface Example {
  /** First 12 hex digits of the SHA-256 of the text. */
  readonly id: string;
  readonly label: Label;
  readonly text: string;
}

export interface Dataset {
  readonly train: readonly Example[];
  readonly test: readonly Example[];
}

const GROUPS: Readonly<Record<string, Label>> = {
  "easy-ham-1": "ham",
  "easy-ham-2": "ham",
  "hard-ham-1": "ham",
  "spam-1": "spam",
  "spam-2": "spam",
};

/** Texts are cut here: a classifier's first screens say enough, and the service's work per text stays bounded. */
const TEXT_CHARACTERS = 2000;
const SHORTEST = 20;

interface Mail extends MailText {
  /** SHA-256 of the raw message: what splits the set must not change when masking does. */
  readonly digest: Buffer;
}

const readGroup = (directory: string): Mail[] =>
  readdirSync(directory)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => {
      const file: unknown = JSON.parse(readFileSync(join(directory, name), "utf8"));
      if (!isRecord(file) || typeof file.text !== "string") throw new Error(`${join(directory, name)}: no text`);
      return { ...readMail(file.text), digest: sha256(file.text) };
    });

const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Mailings repeat with other names and numbers in them: two texts with the same first letters are one. */
const duplicateKey = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}]+/gu, "")
    .slice(0, 150);

const cut = (text: string): string => text.slice(0, TEXT_CHARACTERS).replace(/[\ud800-\udbff]$/, "");

/** Reads the package's data directory. One message in five, chosen by its hash, is for testing and never trained on. */
export function readDataset(directory: string): Dataset {
  const groups = Object.entries(GROUPS).map(([group, label]) => ({ label, mails: readGroup(join(directory, group)) }));
  const names = collectNames(groups.flatMap((group) => group.mails));
  const seen = new Set<string>();
  const train: Example[] = [];
  const test: Example[] = [];
  for (const { label, mails } of groups) {
    for (const mail of mails) {
      const text = cut(mask(`${mail.subject}\n${mail.body}`, names));
      const key = duplicateKey(text);
      if (text.length < SHORTEST || seen.has(key)) continue;
      seen.add(key);
      const example = { id: sha256(text).toString("hex").slice(0, 12), label, text };
      (mail.digest.readUInt32BE(0) % 5 === 0 ? test : train).push(example);
    }
  }
  return { train, test };
}
