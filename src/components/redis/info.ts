// Takes the text of INFO apart into fields, whatever the server's flavour.

/** What one INFO said: the first occurrence of every field, and the fields of each section in order. */
export interface Info {
  readonly fields: ReadonlyMap<string, string>;
  /** By the section's name in lower case: those of {@link LISTS}. */
  readonly sections: ReadonlyMap<string, readonly (readonly [field: string, value: string])[]>;
}

/** The sections that are read as lists. */
const LISTS = new Set(['commandstats', 'errorstats', 'keyspace', 'latencystats', 'sentinel']);
const SPACE = 0x20;

/** Parses `# Section` and `field:value` lines; everything else is skipped. Makes no string but names and values. */
export function parseInfo(text: string): Info {
  const fields = new Map<string, string>();
  const sections = new Map<string, [string, string][]>();
  let section: [string, string][] | undefined;
  let colon = -1;
  for (let at = 0, next = 0; at < text.length; at = next + 1) {
    next = indexOr(text.length, text.indexOf('\n', at));
    let start = at;
    let end = next;
    while (start < end && text.charCodeAt(start) <= SPACE) start++;
    while (start < end && text.charCodeAt(end - 1) <= SPACE) end--;
    if (text[start] === '#') {
      const name = text
        .slice(start + 1, end)
        .trim()
        .toLowerCase();
      section = LISTS.has(name) ? sectionOf(sections, name) : undefined;
      continue;
    }
    // Looked for once, however many lines lie before it.
    if (colon < start) colon = indexOr(text.length, text.indexOf(':', start));
    if (colon === start || colon >= end) continue;
    const field = text.slice(start, colon);
    const value = text.slice(colon + 1, end);
    section?.push([field, value]);
    if (!fields.has(field)) fields.set(field, value);
  }
  return { fields, sections };
}

const indexOr = (none: number, index: number): number => (index < 0 ? none : index);

/** Parses `calls=3,usec=140` into its parts. */
export function parsePairs(text: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const part of text.split(',')) {
    const equals = part.indexOf('=');
    if (equals > 0) pairs.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  return pairs;
}

/** A finite number, or undefined: what is missing or malformed upstream is absent, never zero. */
export function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function sectionOf<T>(sections: Map<string, T[]>, name: string): T[] {
  const known = sections.get(name);
  if (known) return known;
  const fresh: T[] = [];
  sections.set(name, fresh);
  return fresh;
}
