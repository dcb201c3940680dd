// The escapes inside $'…'.

const SIMPLE: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

const ESCAPE =
  /\\(?:([ntrabeEfv\\'"?])|x([\da-fA-F]{1,2})|u([\da-fA-F]{1,4})|U([\da-fA-F]{1,8})|([0-7]{1,3})|(c)|([\s\S]))/g;

/** Undefined where an escape makes a byte that is no character of its own, ends the text, or depends on the locale. */
export function decodeAnsi(body: string): string | undefined {
  let understood = true;
  const decoded = body.replace(ESCAPE, (whole, simple, hex, u4, u8, octal, control) => {
    if (simple !== undefined) return SIMPLE[simple]!;
    if (control !== undefined) understood = false;
    const byte = hex ?? octal;
    const code = Number.parseInt(byte ?? u4 ?? u8 ?? '', octal === undefined ? 16 : 8);
    if (Number.isNaN(code)) return whole;
    const limit = byte === undefined ? 0x10ffff : 0x7f;
    if (code === 0 || code > limit || (code >= 0xd800 && code <= 0xdfff)) {
      understood = false;
      return '';
    }
    return String.fromCodePoint(code);
  });
  return understood ? decoded : undefined;
}
