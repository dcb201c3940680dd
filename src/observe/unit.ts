// The units in which panels, thresholds and alert texts speak, and how each is written for people.

/** Base units, as in the metrics' names; `percent` does not exist: a ratio is shown as one. */
export type Unit =
  | 'seconds'
  | 'bytes'
  | 'ratio'
  | 'count'
  | 'per-second'
  | 'bytes-per-second'
  | 'seconds-per-second'
  | 'timestamp'
  /** 1 and 0, said as up and down. */
  | 'up'
  /** 1 and 0, said as yes and no. */
  | 'yes'
  | 'none';

const SECONDS: readonly (readonly [size: number, name: string])[] = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
];

/** A number of this unit for a sentence: `0.85` of a ratio is `85 %`, `900` seconds are `15 min`. */
export function spoken(value: number, unit: Unit): string {
  if (unit === 'ratio') return `${short(value * 100)} %`;
  if (unit === 'seconds') return seconds(value);
  if (unit === 'bytes') return bytes(value);
  if (unit === 'bytes-per-second') return `${bytes(value)}/s`;
  if (unit === 'per-second') return `${short(value)}/s`;
  return short(value);
}

function seconds(value: number): string {
  if (value !== 0 && Math.abs(value) < 1) return `${short(value * 1000)} ms`;
  const [size, name] = SECONDS.find(([one]) => value >= one && value % one === 0) ?? [1, 's'];
  return `${short(value / size)} ${name}`;
}

function bytes(value: number): string {
  const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = value < 1 ? 0 : Math.min(names.length - 1, Math.floor(Math.log2(value) / 10));
  return `${short(value / 1024 ** power)} ${names[power]}`;
}

const short = (value: number): string => String(Number(value.toPrecision(4)));
