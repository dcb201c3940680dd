// Attributes of spans: OpenTelemetry's conventional names where there are any, `scrape.…` for the rest.
import type { Attributes } from '@opentelemetry/api';
import type { Outcome } from '../scrape/collection.ts';
import { withoutUser } from './diagnostics.ts';

const ADDRESS = /^([a-z][a-z0-9+.-]*):\/\/(\[[^\]]+\]|[^:/,?\s[\]]+)(?::(\d{1,5}))?/i;

/** `db.system.name` of the schemes that databases are addressed by. */
const DATABASES: Readonly<Record<string, string>> = {
  mongodb: 'mongodb',
  postgresql: 'postgresql',
  'mongodb+srv': 'mongodb',
  redis: 'redis',
  rediss: 'redis',
};

/** Where a component is; of several hosts the first. What cannot be read gives no host. */
export function addressAttributes(address: string): Attributes {
  // An address carries no secret by contract; a trace goes to others, so it is looked at once more.
  const clean = withoutUser(address);
  const [, scheme = '', host, port] = ADDRESS.exec(clean) ?? [];
  const database = DATABASES[scheme.toLowerCase()];
  return {
    ...(clean && { 'scrape.address': clean }),
    ...(host && { 'server.address': host.replace(/^\[|\]$/g, '') }),
    ...(port && { 'server.port': Number(port) }),
    ...(database && { 'db.system.name': database }),
  };
}

/** `failing` answers, but not well. */
type State = Outcome['state'] | 'failing';

function stateOf({ state, reason }: Outcome): State {
  return state === 'up' && reason ? 'failing' : state;
}

/** What a component's collection came to; never what an error said, which is not bounded. */
export function outcomeAttributes(outcome: Outcome): Attributes {
  const { reason, success, families, dropped } = outcome;
  const refused = [...dropped.values()].reduce((sum, n) => sum + n, 0);
  return {
    'scrape.state': stateOf(outcome),
    'scrape.success': success,
    'scrape.series': families.reduce((sum, { series }) => sum + series, 0),
    ...(refused > 0 && { 'scrape.series_dropped': refused }),
    ...(reason && { 'error.type': reason }),
  };
}

/** How many components are in each state. */
export function countAttributes(outcomes: readonly Outcome[]): Attributes {
  const count = (state: State) => outcomes.filter((outcome) => stateOf(outcome) === state).length;
  return {
    'scrape.up': count('up'),
    'scrape.failing': count('failing'),
    'scrape.down': count('down'),
    'scrape.absent': count('absent'),
  };
}
