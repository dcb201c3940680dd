// Families to text 0.0.4 or OpenMetrics 1.0, byte for byte as the Prometheus client 1.x writes them.
import type { PromFamily, PromLine } from './families.ts';
import { escapeLabel } from './labels.ts';

export const CONTENT_TYPE = {
  text: 'text/plain;version=0.0.4;charset=utf-8',
  openmetrics: 'application/openmetrics-text;version=1.0.0;charset=utf-8',
} as const;

export type Exposition = keyof typeof CONTENT_TYPE;

export function writeExposition(families: Iterable<PromFamily>, format: Exposition): string {
  let text = '';
  for (const family of families) {
    text += format === 'text' ? textHead(family) : openMetricsHead(family);
    for (const line of family.lines) text += writeLine(family.name, line);
  }
  return format === 'text' ? text : `${text}# EOF\n`;
}

function textHead({ name, type, help }: PromFamily): string {
  const full = type === 'counter' ? `${name}_total` : type === 'info' ? `${name}_info` : name;
  const spelt = type === 'info' ? 'gauge' : type;
  const escaped = help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
  return `# HELP ${full} ${escaped}\n# TYPE ${full} ${spelt}\n`;
}

function openMetricsHead({ name, type, help }: PromFamily): string {
  return `# TYPE ${name} ${type}\n# HELP ${name} ${escapeLabel(help)}\n`;
}

function writeLine(name: string, { suffix, labels, le, value }: PromLine): string {
  const bound = le === undefined ? '' : `${labels === '' ? '' : ','}le="${le}"`;
  const braces = labels === '' && bound === '' ? '' : `{${labels}${bound}}`;
  return `${name}${suffix}${braces} ${value}\n`;
}
