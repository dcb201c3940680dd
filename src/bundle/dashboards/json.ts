// JSON as this repository's formatter writes it, with sorted keys: the same bytes for the same content.

const WIDTH = 100;

/** Objects over several lines, short lists of plain values on one; ends with a newline. */
export const sortedJson = (value: unknown): string => `${written(value, '', 0)}\n`;

/** `taken` is how much of the line stands before the value or after it. */
function written(value: unknown, indent: string, taken: number): string {
  if (Array.isArray(value)) return list(value, indent, taken);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = `${indent}  `;
  const entries = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => {
      const name = `${JSON.stringify(key)}: `;
      return `${inner}${name}${written(one, inner, inner.length + name.length + 1)}`;
    });
  return entries.length === 0 ? '{}' : `{\n${entries.join(',\n')}\n${indent}}`;
}

function list(values: readonly unknown[], indent: string, taken: number): string {
  if (values.length === 0) return '[]';
  const inner = `${indent}  `;
  const items = values.map((one) => written(one, inner, inner.length + 1));
  const line = `[${items.join(', ')}]`;
  const plain = values.every((one) => typeof one !== 'object' || one === null);
  if (plain && taken + line.length <= WIDTH) return line;
  return `[\n${items.map((item) => inner + item).join(',\n')}\n${indent}]`;
}
