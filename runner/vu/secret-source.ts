// Secrets of a run, by the source they come from, and how they are kept out of its log.

export interface SecretSource {
  readonly name: string;
  /** The one that is asked when a script names none. */
  readonly isDefault: boolean;
  readonly values: ReadonlyMap<string, string>;
}

/** k6's words for what is hidden. */
const HIDDEN = "***SECRET_REDACTED***";

/** Hides every secret, whether a script has read it or not. Longer ones go first: one may be part of another. */
export function secretHider(sources: readonly SecretSource[]): (text: string) => string {
  const secrets = sources.flatMap(({ values }) => [...values.values()]).filter((value) => value !== "");
  const ordered = [...new Set(secrets)].sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((shown, secret) => shown.replaceAll(secret, HIDDEN), text);
}
