// The HTTP requests that people, probes and Appsmith itself send to the backend.
import { Random } from '../random.ts';

/** How a request ended, as Spring's `http.server.requests` tags it. */
export interface Ending {
  readonly status: string;
  readonly outcome: 'SUCCESS' | 'REDIRECTION' | 'CLIENT_ERROR' | 'SERVER_ERROR' | 'UNKNOWN';
  readonly error: string;
  readonly errorCode: string;
  readonly exception: string;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The tag's value: a template, or the raw path where Spring knows none. */
  readonly uri: string;
  /** Paths as sent: reactor-netty's meters carry them raw. */
  readonly paths: readonly string[];
  readonly ending: Ending;
  /** Seconds. */
  readonly median: number;
  readonly sigma: number;
  /** Requests per second and active person. */
  readonly perUser: number;
  /** Requests per second whoever is there. */
  readonly constant: number;
  /** The timer of Appsmith's own that the request also goes through. */
  readonly meter?: string;
  /** Answered without any store. */
  readonly storeless?: true;
}

export const ok: Ending = {
  status: '200',
  outcome: 'SUCCESS',
  error: 'none',
  errorCode: 'none',
  exception: 'none',
};

const appError = (status: string, errorCode: string, exception: string): Ending => ({
  status,
  outcome: status.startsWith('5') ? 'SERVER_ERROR' : 'CLIENT_ERROR',
  error: 'AppEx',
  errorCode,
  exception,
});

/** What becomes of a request whose store is gone, and of one in ten thousand for no reason known. */
export const storeFailure = appError(
  '500',
  'AE-APP-5000',
  'Internal server error while processing request',
);
const notFound = appError('404', 'AE-ACL-4004', 'Unable to find resource');
const badRequest = appError('400', 'AE-BAD-4000', 'Invalid parameter');
const unauthorized: Ending = { ...ok, status: '401', outcome: 'CLIENT_ERROR' };
const noResource: Ending = {
  ...ok,
  status: '404',
  outcome: 'CLIENT_ERROR',
  error: 'NoResourceFoundException',
};
const gone: Ending = { ...ok, status: 'UNKNOWN', outcome: 'UNKNOWN' };

// The identifiers are the same for every seed, as an Appsmith's pages stay the same from day to day.
const ids = new Random(4711);
const objectIds = Array.from({ length: 12 }, () => `64f1${ids.hex(20)}`);
const uuid = () => `${ids.hex(8)}-${ids.hex(4)}-4${ids.hex(3)}-a${ids.hex(3)}-${ids.hex(12)}`;
const withIds = (path: string) => objectIds.map((id) => path.replace('*', id));

interface Rates {
  readonly perUser?: number;
  readonly constant?: number;
  readonly paths?: readonly string[];
  readonly ending?: Ending;
  readonly meter?: string;
  readonly storeless?: true;
  readonly sigma?: number;
}

function route(method: Route['method'], uri: string, median: number, rates: Rates): Route {
  const { perUser = 0, constant = 0, paths = [uri], ending = ok, sigma = 0.6, ...rest } = rates;
  return { method, uri, median, perUser, constant, paths, ending, sigma, ...rest };
}

const view = 'appsmith.consolidated-api.view.root';

/** All but query executions, which follow from the plugins. */
export const routes: readonly Route[] = [
  route('GET', '/api/v1/consolidated-api/view', 0.11, { perUser: 1 / 75, meter: view }),
  route('GET', '/api/v1/users/me', 0.012, { perUser: 1 / 75 }),
  route('GET', '/api/v1/tenants/current', 0.009, { constant: 1 / 10 }),
  route('GET', '/api/v1/health', 0.014, { constant: 1 / 15, sigma: 0.4 }),
  route('POST', '/api/v1/usage-pulse', 0.008, { perUser: 1 / 300 }),
  route('GET', '/api/v1/applications/{id}', 0.028, {
    perUser: 1 / 150,
    paths: withIds('/api/v1/applications/*'),
  }),
  route('GET', '/api/v1/pages/{pageId}/actions/{actionId}', 0.02, {
    perUser: 1 / 200,
    paths: withIds('/api/v1/pages/*/actions/get_orders'),
  }),
  route('PUT', '/api/v1/layouts/{layoutId}/pages/{pageId}', 0.06, {
    perUser: 1 / 400,
    paths: withIds('/api/v1/layouts/*/pages/main'),
  }),
  route('PUT', '/api/v1/actions/{id}', 0.045, {
    perUser: 1 / 500,
    paths: withIds('/api/v1/actions/*'),
  }),
  ...objectIds
    .slice(0, 5)
    .map((id) => route('GET', `/api/v1/pages/${id}/view`, 0.035, { perUser: 1 / 2000 })),
  ...Array.from({ length: 3 }, () =>
    route('GET', `/api/v1/datasources/${uuid()}/structure`, 0.3, { perUser: 1 / 3000 }),
  ),
  route('GET', '/api/v1/pages/1042/export', 0.4, { perUser: 1 / 20000 }),
  route('GET', '/api/v1/applications/{id}', 0.01, {
    perUser: 1 / 9000,
    ending: notFound,
    paths: ['/api/v1/applications/missing'],
  }),
  route('GET', '/api/v1/applications/{id}', 0.008, {
    perUser: 1 / 12000,
    ending: badRequest,
    paths: ['/api/v1/applications/undefined'],
  }),
  route('PUT', '/api/v1/actions/{id}', 0.05, {
    perUser: 1 / 30000,
    ending: storeFailure,
    paths: withIds('/api/v1/actions/*'),
  }),
  route('GET', 'UNKNOWN', 0.004, {
    constant: 1 / 240,
    ending: unauthorized,
    storeless: true,
    paths: ['/actuator/env', '/api/v1/users'],
  }),
  route('GET', '/**', 0.004, {
    constant: 1 / 180,
    ending: noResource,
    storeless: true,
    paths: ['/wp-login.php', '/.env', '/robots.txt'],
  }),
  route('GET', '/api/v1/consolidated-api/view', 0.9, { perUser: 1 / 15000, ending: gone }),
];

export const executeRoute = route('POST', '/api/v1/actions/execute', 0.006, {});
export const loginRoute = route('POST', '/api/v1/login', 0.09, { sigma: 0.3 });
export const commitRoute = route('POST', '/api/v1/git/commit/{appId}', 0.9, {
  paths: withIds('/api/v1/git/commit/*'),
});
