// How a label's value is spelt in an exposition.

/** A label value: backslash, double quote and newline escaped, in both formats. */
export function escapeLabel(value: string): string {
  return /[\\"\n]/.test(value)
    ? value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')
    : value;
}
