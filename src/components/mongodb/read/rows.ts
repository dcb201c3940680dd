// Turns a server's answer into samples by a table: which field, which metric, which labels, which factor.
import type { Document } from 'mongodb';
import type { Labels, MetricDef, SampleSet } from '../../../metrics/index.ts';

/** Factors from a server's unit to the base unit. */
export const MICROS = 1e-6;
export const MILLIS = 1e-3;
export const MIB = 1024 * 1024;

/** One field of an answer and the series it becomes. */
export interface Row {
  readonly metric: MetricDef;
  /** Names from the answer's root inward; names may hold spaces and dots. */
  readonly path: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** From the server's unit to the base unit. */
  readonly factor: number;
}

/** A row; `field` is a dotted path, or a list where a name itself holds a dot. */
export function row<L extends string>(
  metric: MetricDef<L>,
  field: string | readonly string[],
  labels: Labels<L> = {},
  factor = 1,
): Row {
  const path = typeof field === 'string' ? field.split('.') : field;
  return { metric, path, labels: labels as Record<string, string>, factor };
}

/** Adds a sample for every row whose field is there and is a number; the others stay absent. */
export function readRows(rows: readonly Row[], answer: Document, samples: SampleSet): void {
  for (const { metric, path, labels, factor } of rows) {
    const value = numberOf(at(answer, path));
    if (value !== undefined) samples.set(metric, scaled(value, factor), labels);
  }
}

/** The value at a path, undefined where any part is missing. */
export function at(answer: unknown, path: readonly string[]): unknown {
  let value = answer;
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** A number from whatever BSON type carries it (int, long, double, decimal, boolean); undefined for the rest. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  const type = (value as { _bsontype?: string } | null | undefined)?._bsontype;
  if (type === 'Long' || type === 'Int32' || type === 'Double' || type === 'Decimal128') {
    const number = Number(String(value));
    return Number.isNaN(number) ? undefined : number;
  }
  return undefined;
}

/** Divides where the factor is a fraction: 1500 × 1e-6 would come out as 0.0014999999999999999. */
function scaled(value: number, factor: number): number {
  return factor < 1 ? value / Math.round(1 / factor) : value * factor;
}
