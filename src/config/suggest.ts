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

/** Edits between two names, a swap of neighbours being one; a name of absurd length is not worth the work. */
function distance(a: string, b: string): number {
  if (a.length > 100) return Infinity;
  const rows = [Array.from({ length: b.length + 1 }, (_, i) => i)];
  for (let i = 1; i <= a.length; i++) {
    const [above, row] = [rows[i - 1]!, [i]];
    for (let j = 1; j <= b.length; j++) {
      const replaced = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2]![j - 2]! + 1 : Infinity;
      row.push(Math.min(replaced, above[j]! + 1, row[j - 1]! + 1, swapped));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
