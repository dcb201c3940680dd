// Tables: one line a series, labels first, columns named for people.
import type { Panel } from '../../observe/index.ts';
import { SortBy, Table } from './sdk.ts';
import { refId } from './targets.ts';

/** What a table is made from: the panel, and the labels of each query's result where they can be told. */
interface Tabled {
  readonly panel: Panel;
  readonly labels: readonly (ReadonlySet<string> | 'any')[];
}

/** These say nothing within one deployment, or are Grafana's own. */
const HIDDEN = ['Time', '__name__', 'job'];

export function table({ panel, labels }: Tabled): Table {
  const values = valueColumns(panel);
  const known = labels.flatMap((one) => (one === 'any' ? [] : [...one]));
  const shown = [...new Set(known)].filter((label) => !HIDDEN.includes(label)).toSorted(byPlace);
  const columns = [...shown, ...values.keys()];
  // An info metric is always 1: what it says is in its labels.
  const ones = panel.queries.every(({ expr }) => isInfo(expr)) ? [...values.keys()] : [];
  const order = panel.queries.findIndex((one) => one.order);
  const [ordering] = [...values.keys()].slice(order === -1 ? values.size : order);
  const drawn = new Table().filterable(false).withTransformation({ id: 'merge', options: {} });
  if (ordering !== undefined) {
    // Before the column goes: a table cannot be sorted by one that it does not show.
    const sort = [{ field: ordering, desc: true }];
    drawn.withTransformation({ id: 'sortBy', options: { fields: {}, sort } });
    ones.push(ordering);
  }
  drawn.withTransformation({
    id: 'organize',
    options: {
      excludeByName: Object.fromEntries([...HIDDEN, ...ones].map((name) => [name, true])),
      indexByName: Object.fromEntries(columns.map((name, i) => [name, i])),
      renameByName: Object.fromEntries([
        ...shown.map((label) => [label, capital(label)]),
        ...values,
      ]),
    },
  });
  const [first] = values.values();
  if (first !== undefined && ones.length === 0) {
    drawn.sortBy([new SortBy().displayName(first).desc(true)]);
  }
  if (shown.includes('severity')) {
    drawn.overrideByName('Severity', SEVERITIES);
    // Names of alerts are long, and what is beside them is short.
    for (const [name, value] of NARROW) {
      drawn.overrideByName(name, [{ id: 'custom.width', value }]);
    }
  }
  return drawn;
}

/** Columns of a table of alerts, in pixels. */
const NARROW = [
  ['Severity', 90],
  ['Component', 120],
  ['For', 90],
] as const;

const SEVERITIES = [
  { id: 'custom.cellOptions', value: { type: 'color-text' } },
  {
    id: 'mappings',
    value: [
      {
        type: 'value',
        options: {
          critical: { color: 'red', index: 0 },
          warning: { color: 'orange', index: 1 },
          info: { color: 'blue', index: 2 },
        },
      },
    ],
  },
];

/** Grafana's names of the columns of values, and ours: the legend, or the panel's title for the only one. */
function valueColumns({ queries, title }: Panel): Map<string, string> {
  if (queries.length === 1) return new Map([['Value', queries[0]?.legend || title]]);
  return new Map(queries.map(({ legend }, i) => [`Value #${refId(i)}`, legend || refId(i)]));
}

const isInfo = ({ metrics }: Panel['queries'][number]['expr']): boolean =>
  metrics.size > 0 && [...metrics].every(({ type }) => type === 'info');

/** An alert and how bad it is come first; whose line it is comes last. */
const byPlace = (a: string, b: string): number => placeOf(a) - placeOf(b) || (a < b ? -1 : 1);

const PLACES: Readonly<Record<string, number>> = { alertname: 0, severity: 1, instance: 3 };
const placeOf = (label: string): number => PLACES[label] ?? 2;

const capital = (label: string): string =>
  label === 'alertname'
    ? 'Alert'
    : label.charAt(0).toUpperCase() + label.slice(1).replaceAll('_', ' ');
