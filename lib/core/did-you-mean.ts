// The known word nearest to one that is not known, for messages about typing errors.

/** Letters to insert, delete or change to make `b` of `a` (Levenshtein 1966). */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** `; did you mean "rows"?`, or nothing when no known word is near: a third of its letters may differ, one at least. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = known
    .map((k) => ({ k, distance: editDistance(word.toLowerCase(), k.toLowerCase()) }))
    .filter(({ k, distance }) => distance <= Math.max(1, Math.floor(k.length / 3)))
    .sort((a, b) => a.distance - b.distance)[0];
  return near === undefined ? "" : `; did you mean "${near.k}"?`;
}
