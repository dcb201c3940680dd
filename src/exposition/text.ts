// Text to bytes without anything in between: most of it is short and ASCII.

/** Writes UTF-8 from `at` on, for which there must be room: three bytes a character; gives where it ends. */
export function writeText(into: Buffer, at: number, text: string): number {
  const { length } = text;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    if (c > 127) return at + into.write(text, at);
    into[at + i] = c;
  }
  return at + length;
}
