// How Grafana writes our units.
import type { Unit } from '../../observe/index.ts';

const UNITS: Readonly<Record<Unit, string>> = {
  seconds: 's',
  bytes: 'bytes',
  ratio: 'percentunit',
  count: 'short',
  'per-second': 'ops',
  'bytes-per-second': 'binBps',
  // Seconds of work a second are a share of time.
  'seconds-per-second': 'percentunit',
  timestamp: 'dateTimeFromNow',
  up: 'none',
  yes: 'none',
  none: 'none',
};

export const grafanaUnit = (unit: Unit): string => UNITS[unit];

/** Grafana's instants are milliseconds, Prometheus's seconds. */
export const inGrafanasScale = (expr: string, unit: Unit): string =>
  unit === 'timestamp' ? `(${expr}) * 1000` : expr;
