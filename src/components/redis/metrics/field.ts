// One number of INFO and the metric made of it: the catalogue of INFO is at the same time the mapping.
import { counter, gauge, type MetricDef } from '../../../metrics/index.ts';
import { numberOf } from '../info.ts';

/** Every series says which store it is about (`main`, `git`) and, in a cluster, which node. */
export const STORE = ['store', 'node'] as const;
export type StoreLabel = (typeof STORE)[number];

/** A metric read from fields of INFO; the first field that is there wins. */
export interface FieldDef extends MetricDef<StoreLabel> {
  readonly fields: readonly string[];
  /** The field's text in the metric's unit; undefined leaves the series out. */
  readonly read: (text: string) => number | undefined;
}

interface FieldOptions {
  readonly name: string;
  readonly help: string;
  /** Section and field, e.g. `memory: used_memory`; other names of the same field after ` or `. */
  readonly from: string;
  readonly read?: (text: string) => number | undefined;
}

const BASE_UNIT = /_(seconds|bytes|ratio)(_total)?$/;

function define(make: typeof counter, { name, help, from, read }: FieldOptions): FieldDef {
  const unit = BASE_UNIT.exec(name)?.[1];
  const source = `INFO ${from}`;
  const def = make({ name, help, source, labels: STORE, ...(unit ? { unit } : {}) });
  const fields = from.slice(from.indexOf(':') + 1).split(' or ');
  return { ...def, fields: fields.map((field) => field.trim()), read: read ?? numberOf };
}

/** A field whose value may fall. */
export const fieldGauge = (options: FieldOptions): FieldDef => define(gauge, options);
/** A field that only rises until the server restarts or `CONFIG RESETSTAT` is called. */
export const fieldCounter = (options: FieldOptions): FieldDef => define(counter, options);

/** A reader that multiplies, e.g. microseconds by 1e-6. */
export const scaled =
  (factor: number) =>
  (text: string): number | undefined => {
    const value = numberOf(text.replace(/%$/, ''));
    // Division keeps decimal fractions exact where a factor such as 1e-6 would not.
    return value === undefined ? undefined : value / (1 / factor);
  };

/** Leaves out −1, by which Redis says “never” or “not now”. */
export const notNegative = (text: string): number | undefined => {
  const value = numberOf(text);
  return value === undefined || value < 0 ? undefined : value;
};

/** 1 for the given word, 0 for any other. */
export const isWord =
  (word: string) =>
  (text: string): number =>
    text === word ? 1 : 0;
