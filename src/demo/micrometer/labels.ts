// Tags as an exposition writes them: names mended, values escaped, sorted by name.
import type { Tags } from './meters.ts';

/** `a="1",b="2"`; empty without tags. */
export function labelPairs(tags: Tags): string {
  return Object.keys(tags)
    .sort()
    .map((name) => `${name.replace(/[^A-Za-z0-9_]/g, '_')}="${escapeLabel(tags[name]!)}"`)
    .join(',');
}

export function escapeLabel(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}
