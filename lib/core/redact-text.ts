// Removes secrets from text that will be shown: credentials and queries of URLs, authorization headers, tokens.
// It works on shape alone; it cannot know that an ordinary word is somebody's password. Services write these texts: what
// a pattern may run over before it fails is bounded, so that no text takes more than linear time.

const HIDDEN = "***";

/** Names whose value is a secret wherever it is written as `name=value`, `name: value` or `"name":"value"`. */
const SECRET_NAME =
  "(?:authorization|cookie|set-cookie|password|passwd|pwd|secret|token|api[-_]?key|apikey|access[-_]?key|credential|signature|session)s?";

const patterns: readonly (readonly [RegExp, string])[] = [
  // A URL's query and fragment can carry anything: signed links, keys, session ids.
  [/(:\/\/[^\s?#"'<>]{0,2000})[?#][^\s"'<>]*/g, "$1"],
  // user:password@host: everything between "//" and the last "@" before the path. After the query,
  // since what is left of one may bring an "@" up to the "//".
  [/(:\/\/)[^\s/?#]*@/g, "$1"],
  // An authorization header is a scheme and a value, or a value alone.
  [/\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?)[^\r\n"',;]+/gi, `$1${HIDDEN}`],
  [/\b((?:set-)?cookie["']?\s*[:=]\s*["']?)[^\r\n"']+/gi, `$1${HIDDEN}`],
  [new RegExp(`(?<![a-z0-9])(${SECRET_NAME}["']?\\s*[:=]\\s*["']?)(?!\\*\\*\\*)[^\\s"',;&]+`, "gi"), `$1${HIDDEN}`],
  [/\b(bearer|basic|negotiate|digest)(\s+)[A-Za-z0-9+/=._~-]{8,}/gi, `$1$2${HIDDEN}`],
  // JSON web tokens and the usual vendor prefixes, wherever they stand.
  [/\beyJ[A-Za-z0-9_-]{5,1000}\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)?/g, HIDDEN],
  [/\b(?:sk|pk|rk|ghp|gho|ghs|ghu|glpat|hf|xox[abprs])[-_][A-Za-z0-9_-]{12,}/g, HIDDEN],
  [/\b(?:github_pat_[A-Za-z0-9_]{20,}|AKIA[A-Z0-9]{16})\b/g, HIDDEN],
];

/** What is left of one secret may look like the beginning of another; more often than this it is somebody's game. */
const MOST_PASSES = 5;

const onePass = (text: string): string =>
  patterns.reduce((kept, [pattern, replacement]) => kept.replace(pattern, replacement), text);

/** The text without what looks like a secret; safe to call twice. */
export function redactText(text: string): string {
  let kept = onePass(text);
  for (let pass = 1, before = text; pass < MOST_PASSES && kept !== before; pass++) {
    before = kept;
    kept = onePass(kept);
  }
  return kept;
}
