// Byte classes of the exposition formats, as lookup tables for the scanner.

export const TAB = 9;
export const NEWLINE = 10;
export const RETURN = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const HASH = 35;
export const PLUS = 43;
export const COMMA = 44;
export const MINUS = 45;
export const DOT = 46;
export const ZERO = 48;
export const NINE = 57;
export const EQUALS = 61;
export const UPPER_E = 69;
export const UPPER_I = 73;
export const UPPER_N = 78;
export const BACKSLASH = 92;
export const LOWER_E = 101;
export const LOWER_N = 110;
export const OPEN_BRACE = 123;
export const CLOSE_BRACE = 125;

/** May start a label's name. */
export const LABEL_START = 1;
/** May stand in a label's name. */
export const LABEL = 2;
/** May start a metric's name. */
export const METRIC_START = 4;
/** May stand in a metric's name. */
export const METRIC = 8;
/** An upper-case letter: the name is not snake_case. */
export const UPPER = 16;

/** Classes by byte. */
export const CLASS = new Uint8Array(256);

/** In a label's value: 1 for an ordinary byte, 3 for one of a multi-byte character, 0 for what ends or escapes. */
export const VALUE = new Uint8Array(256).fill(1, 0, 128).fill(3, 128);

for (let c = 0; c < 128; c++) {
  const letter = /[A-Za-z_]/.test(String.fromCharCode(c));
  const digit = c >= ZERO && c <= NINE;
  const colon = c === 58;
  const upper = c >= 65 && c <= 90;
  CLASS[c] =
    (letter ? LABEL_START | METRIC_START : 0) |
    (letter || digit ? LABEL | METRIC : 0) |
    (colon ? METRIC_START | METRIC : 0) |
    (upper ? UPPER : 0);
}
VALUE[QUOTE] = 0;
VALUE[BACKSLASH] = 0;
VALUE[NEWLINE] = 0;
