// Values of a series as promtool's unit tests write them: run lengths and straight lines instead of every number.

/** Not there at that scrape. */
export const ABSENT = undefined;

/**
 * One value a scrape. A series that vanishes is marked `stale`, as Prometheus does when a scrape comes without
 * it, and is left out until it is back. Nothing is rounded: a line is used only where adding gives the very numbers.
 */
export function notation(values: readonly (number | undefined)[]): string {
  const words: string[] = [];
  for (let i = 0; i < values.length; ) {
    const [word, length] = values[i] === ABSENT ? gap(values, i) : run(values, i);
    words.push(word);
    i += length;
  }
  return words.join(' ');
}

type Run = readonly [word: string, length: number];

function gap(values: readonly (number | undefined)[], from: number): Run {
  let length = 1;
  while (from + length < values.length && values[from + length] === ABSENT) length++;
  const stale = from > 0;
  const rest = length - (stale ? 1 : 0);
  return [[stale ? 'stale' : '', rest > 0 ? `_x${rest}` : ''].filter(Boolean).join(' '), length];
}

function run(values: readonly (number | undefined)[], from: number): Run {
  const first = values[from]!;
  const second = values[from + 1];
  if (second === ABSENT || !Number.isFinite(first) || !Number.isFinite(second)) {
    return [written(first), 1];
  }
  const step = second - first;
  let length = 1;
  // promtool adds the step again and again; what that gives is what must stand there.
  for (let sum = first; values[from + length] !== ABSENT; length++) {
    sum += step;
    if (sum !== values[from + length]) break;
  }
  if (step === 0 && length > 1) return [`${written(first)}x${length - 1}`, length];
  if (length < 4) return [written(first), 1];
  return [
    `${written(first)}${step < 0 ? '-' : '+'}${written(Math.abs(step))}x${length - 1}`,
    length,
  ];
}

function written(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  return String(value);
}
