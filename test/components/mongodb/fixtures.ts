// Recorded answers as the driver would give them: dates are Dates, timestamps have `t`.
import { readFileSync } from 'node:fs';
import { BSON, type Document } from 'mongodb';
import { familiesOf, render } from '../../../src/exposition/index.ts';
import { SampleSet } from '../../../src/metrics/index.ts';

const ISO_DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** A file below test/fixtures/mongodb, in Extended JSON or with dates as ISO strings. */
export function fixture(path: string): Document {
  const file = new URL(`../../fixtures/mongodb/${path}`, import.meta.url);
  return revive(BSON.EJSON.parse(readFileSync(file, 'utf8'))) as Document;
}

function revive(value: unknown): unknown {
  if (typeof value === 'string' && ISO_DATE.test(value)) return new Date(value);
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null || value.constructor !== Object) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, revive(v)]));
}

/** What a reader makes of an answer: every series with its value, and the text. */
export function readInto(read: (samples: SampleSet) => void) {
  const samples = new SampleSet();
  read(samples);
  const text = Buffer.concat([...render(familiesOf(samples), 'text')]).toString();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const series = new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))] as const;
    }),
  );
  return { text, series };
}
