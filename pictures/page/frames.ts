// Turns answers into data frames as Grafana's Prometheus data source does.
import { type DataFrame, type Field, FieldType, type Labels } from '@grafana/data';
import type { Answer, Panel, Target } from './types.ts';

type Answers = Readonly<Record<string, readonly Answer[]>>;

export function framesOf(panel: Panel, answers: Answers, stepSeconds: number): DataFrame[] {
  return (panel.targets ?? [])
    .filter(({ hide }) => hide !== true)
    .flatMap((target) => {
      const series = answers[target.refId] ?? [];
      if (series.length === 0) return [];
      if (target.format === 'table') return [tableOf(target, series, (panel.targets ?? []).length)];
      const frames = series.map((one) => frameOf(target, one, stepSeconds));
      return target.format === 'heatmap' ? byBound(frames) : frames;
    });
}

function frameOf(target: Target, { metric, values }: Answer, stepSeconds: number): DataFrame {
  const { __name__: _name, ...labels } = metric;
  const times = values.map(([at]) => at * 1000);
  const interval = target.instant ? {} : { interval: stepSeconds * 1000 };
  return {
    refId: target.refId,
    length: values.length,
    fields: [
      { name: 'Time', type: FieldType.time, config: interval, values: times },
      {
        name: 'Value',
        type: FieldType.number,
        config: { displayNameFromDS: nameOf(target, metric) },
        labels,
        // Grafana's panels draw what is not a finite number as a gap.
        values: values.map(([, value]) => finite(numberOf(value))),
      },
    ],
  };
}

/** One row a series, a column for each label; `Value #A` where there are several queries. */
function tableOf(target: Target, series: readonly Answer[], queries: number): DataFrame {
  const names = [...new Set(series.flatMap(({ metric }) => Object.keys(metric)))].sort();
  const column = (name: string): Field => ({
    name,
    type: FieldType.string,
    config: { filterable: true },
    values: series.map(({ metric }) => metric[name] ?? ''),
  });
  const last = series.map(({ values }) => values.at(-1));
  return {
    refId: target.refId,
    length: series.length,
    fields: [
      {
        name: 'Time',
        type: FieldType.time,
        config: {},
        values: last.map((value) => (value?.[0] ?? 0) * 1000),
      },
      ...names.map(column),
      {
        name: queries > 1 ? `Value #${target.refId}` : 'Value',
        type: FieldType.number,
        config: {},
        values: last.map((value) => numberOf(value?.[1] ?? 'NaN')),
      },
    ],
  };
}

/** Ascending by `le`, and each bucket without those below it. */
function byBound(frames: readonly DataFrame[]): DataFrame[] {
  const bound = (frame: DataFrame) => numberOf(frame.fields[1]?.labels?.le ?? 'NaN');
  const sorted = [...frames].sort((a, b) => bound(a) - bound(b));
  const byTime = sorted.map(({ fields: [time, value] }) => {
    const times = time?.values ?? [];
    return new Map(times.map((at, i) => [at as number, value?.values[i] as number]));
  });
  return sorted.map((frame, i) => {
    const [time, value] = frame.fields as [Field, Field];
    const values = time.values.map((at: number, j: number) =>
      Math.max(0, ((value.values[j] as number | null) ?? 0) - (byTime[i - 1]?.get(at) ?? 0)),
    );
    return { ...frame, fields: [time, { ...value, values }] };
  });
}

function nameOf({ legendFormat }: Target, metric: Labels): string {
  if (legendFormat && legendFormat !== '__auto') {
    return legendFormat.replace(
      /\{\{\s*(.+?)\s*\}\}/g,
      (_all, label: string) => metric[label] ?? label,
    );
  }
  const { __name__: name = '', ...labels } = metric;
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length > 0 ? `${name}{${pairs.join(', ')}}` : name || 'Value';
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function numberOf(text: string): number {
  if (text === '+Inf') return Number.POSITIVE_INFINITY;
  if (text === '-Inf') return Number.NEGATIVE_INFINITY;
  return Number(text);
}
