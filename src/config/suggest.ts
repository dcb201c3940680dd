// "Did you mean": the known name nearest to a mistyped one.

/** The candidate within a third of its length in edits, or undefined. */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const edits = distance(name.toLowerCase(), candidate.toLowerCase());
    if (edits < least && edits <= Math.max(1, Math.ceil(candidate.length / 3))) {
      best = candidate;
      least = edits;
    }
  }
  return best;
}

/** A remedy for an unknown name: the nearest known one, else the whole list. */
export function didYouMean(name: string, known: readonly string[], prefix = ''): string {
  const meant = closest(name, known);
  if (meant !== undefined) return `did you mean "${prefix}${meant}"?`;
  return `known are: ${[...known]
    .sort()
    .map((k) => prefix + k)
    .join(', ')}`;
}

/** Levenshtein distance, row by row; a name of absurd length is not worth the work. */
function distance(a: string, b: string): number {
  if (a.length > 100) return Infinity;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
