// Request paths made bounded: segments that are ids become `{id}`, and a fast look that tells whether any is.

const SLASH = 0x2f;
const DASH = 0x2d;

/** A path segment that is an id: digits, MongoDB's 24 hexadecimal digits, or a UUID. */
const ID =
  /(^|\/)(?:\d+|[\da-f]{24}|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12})(?=\/|$)/gi;

/** Path segments that are ids become `{id}`; Spring's own templates stay as they are. */
export function normaliseUri(path: string): string {
  return path.replace(ID, '$1{id}');
}

/**
 * Whether the path in these bytes has a segment that may be an id: made of digits, or of 24 or 36
 * hexadecimal digits and dashes. Most segments are left at their first bytes.
 */
export function uriMayChange(bytes: Uint8Array, start: number, end: number): boolean {
  let from = start;
  while (from < end) {
    let i = from;
    let digits = true;
    for (; i < end; i++) {
      const c = bytes[i]!;
      if (c >= 0x30 && c <= 0x39) continue;
      if (!isHexLetterOrDash(c)) break;
      digits = false;
    }
    if (i === end || bytes[i] === SLASH) {
      const length = i - from;
      if (length > 0 && (digits || length === 24 || length === 36)) return true;
    } else {
      while (i < end && bytes[i] !== SLASH) i++;
    }
    from = i + 1;
  }
  return false;
}

function isHexLetterOrDash(c: number): boolean {
  const lower = c | 0x20;
  return (lower >= 0x61 && lower <= 0x66) || c === DASH;
}
