// Families of our own samples: rendered to bytes when they are asked for.
import type { MetricDef, Sample, SampleSet } from '../metrics/index.ts';
import { escapeLabel, formatValue } from './escape.ts';
import type { Family } from './family.ts';

/** Turns a scrape's own samples into families, in the order in which they were first set. */
export function familiesOf(samples: SampleSet): Family[] {
  const families: Family[] = [];
  for (const [def, series] of samples.families()) families.push(familyOf(def, [...series]));
  return families;
}

function familyOf(def: MetricDef, series: readonly Sample[]): Family {
  return {
    name: def.name,
    type: def.type,
    help: def.help,
    unit: def.unit,
    series: series.length,
    *lines() {
      let text = '';
      for (const sample of series) text += line(def.name, sample);
      yield text;
    },
  };
}

function line(name: string, { suffix, labels, value }: Sample): string {
  let pairs = '';
  for (const [label, text] of labels) {
    pairs += `${pairs === '' ? '{' : ','}${label}="${escapeLabel(text)}"`;
  }
  return `${name}${suffix}${pairs}${pairs === '' ? '' : '}'} ${formatValue(value)}\n`;
}
