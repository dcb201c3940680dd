// What every kind of panel is given to draw.
import { type DataFrame, dateTime, type GrafanaTheme2, type TimeRange } from '@grafana/data';
import type { Mark, Panel } from '../types.ts';

export interface Drawn {
  readonly panel: Panel;
  readonly frames: DataFrame[];
  readonly fieldConfig: { defaults: object; overrides: [] };
  readonly width: number;
  readonly height: number;
  readonly theme: GrafanaTheme2;
  /** Milliseconds since the epoch. */
  readonly range: { readonly from: number; readonly to: number };
  readonly marks: readonly Mark[];
}

export function timeRange({ from, to }: Drawn['range']): TimeRange {
  const [start, end] = [dateTime(from).utc(), dateTime(to).utc()];
  return { from: start, to: end, raw: { from: start, to: end } };
}
