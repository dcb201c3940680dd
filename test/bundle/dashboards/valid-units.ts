// Identifiers of Grafana's units that our panels may use, as its list of value formats spells them.

export const UNITS: ReadonlySet<string> = new Set([
  'none',
  'short',
  'percent',
  'percentunit',
  'bytes',
  'decbytes',
  'binBps',
  'Bps',
  's',
  'ms',
  'dateTimeAsIso',
  'dateTimeFromNow',
  'ops',
  'reqps',
  'cps',
  'bool',
  'bool_yes_no',
]);
