// Takes the text of INFO apart into fields, whatever the server's flavour.

/** What one INFO said: the first occurrence of every field, and the fields of each section in order. */
export interface Info {
  readonly fields: ReadonlyMap<string, string>;
  /** By the section's name in lower case, e.g. `commandstats`. */
  readonly sections: ReadonlyMap<string, readonly (readonly [field: string, value: string])[]>;
}

/** Parses `# Section` and `field:value` lines; everything else is skipped. */
export function parseInfo(text: string): Info {
  const fields = new Map<string, string>();
  const sections = new Map<string, [string, string][]>();
  let section: [string, string][] = [];
  for (let at = 0, end = 0; at < text.length; at = end + 1) {
    end = text.indexOf('\n', at);
    if (end < 0) end = text.length;
    // Nearly every line ends in CR LF: cut off here, it costs no string of its own.
    const line = text.slice(at, text[end - 1] === '\r' ? end - 1 : end).trim();
    if (line.startsWith('#')) {
      section = sectionOf(sections, line.slice(1).trim().toLowerCase());
      continue;
    }
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const field = line.slice(0, colon);
    const value = line.slice(colon + 1);
    section.push([field, value]);
    if (!fields.has(field)) fields.set(field, value);
  }
  return { fields, sections };
}

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
