// Spelling of text, label values and numbers in the two exposition formats.

export { escapeLabel } from '../metrics/index.ts';

/** A HELP text of text 0.0.4: backslash and newline escaped, quotes left as they are. */
export function escapeHelpText(value: string): string {
  if (!value.includes('\\') && !value.includes('\n')) return value;
  return value.replace(/\\/g, '\\\\').replace(/\r?\n/g, '\\n');
}

/** A HELP text of OpenMetrics: quotes are escaped as well. */
export function escapeHelpOpenMetrics(value: string): string {
  const text = escapeHelpText(value);
  return text.includes('"') ? text.replace(/"/g, '\\"') : text;
}

/** Undoes the escapes of label values and HELP texts; what is no escape stays as it is. */
export function unescapeText(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\([\\"n])/g, (_, c: string) => (c === 'n' ? '\n' : c));
}

/** A sample's value: shortest decimal that reads back the same; `NaN`, `+Inf`, `-Inf` spelt just so. */
export function formatValue(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  return String(value);
}
