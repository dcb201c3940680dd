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

/** Undefined where an escape ends the text, or makes a character that depends on the shell's locale. */
export function decodeAnsi(body: string): string | undefined {
  let understood = true;
  const decoded = body.replace(ESCAPE, (whole, simple, hex, u4, u8, octal, control) => {
    if (simple !== undefined) return SIMPLE[simple]!;
    const digits = hex ?? u4 ?? u8 ?? octal;
    const code = Number.parseInt(digits ?? '', octal === undefined ? 16 : 8);
    if (control !== undefined || code === 0 || code > 0x7f) understood = false;
    return digits === undefined ? whole : String.fromCharCode(code);
  });
  return understood ? decoded : undefined;
}
