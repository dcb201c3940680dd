// The states in which the landing page is looked at: all up, some trouble, all down.
import { ScrapeError } from '../../src/scrape/errors.ts';
import { APPSMITH_UP, type Collect, type Fake, fake, fakeBackend } from './fakes.ts';

const refused =
  (port: number): Collect =>
  () => {
    throw new ScrapeError('refused', `connect ECONNREFUSED 127.0.0.1:${port}`);
  };

const ABSENT: readonly Fake[] = [
  fake('keycloak', { title: 'Keycloak', absent: { why: 'this edition runs none' } }),
  fake('postgres', {
    title: 'PostgreSQL',
    absent: { why: 'no address is set', hint: 'set APPSMITH_KEYCLOAK_DB_URL to watch one' },
  }),
];

const ACTUATOR = {
  level: 'warning',
  code: 'actuator-closed',
  text: 'JVM, HTTP and query metrics are closed: /actuator/prometheus answers 401',
  remedy:
    'add these lines to the environment of Appsmith’s own service, then re-create it:\nAPPSMITH_INTERNAL_PASSWORD=<a long random word>\nMANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE=prometheus,metrics',
} as const;

export const up: readonly Fake[] = [
  fakeBackend(true, { address: 'http://127.0.0.1:8080' }),
  fake('rts', { title: 'RTS', address: 'http://127.0.0.1:8091' }),
  fake('mongodb', { title: 'MongoDB', address: 'mongodb://127.0.0.1:27017/appsmith' }),
  fake('redis', { title: 'Redis', address: 'redis://127.0.0.1:6379' }),
  fake('supervisord', { title: 'supervisord', address: 'http://127.0.0.1:9001/RPC2' }),
  ...ABSENT,
];

export const mixed: readonly Fake[] = [
  fakeBackend(true, { address: 'http://127.0.0.1:8080', notes: [ACTUATOR] }),
  fake('rts', {
    title: 'RTS',
    address: 'http://127.0.0.1:8091',
    collect: ({ answered }) => {
      answered();
      throw new ScrapeError('unhealthy', 'RTS says that it is not healthy (HTTP 500)');
    },
  }),
  fake('mongodb', {
    title: 'MongoDB',
    address: 'mongodb://127.0.0.1:27017/appsmith',
    collect: refused(27017),
  }),
  fake('redis', { title: 'Redis', address: 'redis://127.0.0.1:6379' }),
  fake('supervisord', {
    title: 'supervisord',
    address: 'http://127.0.0.1:9001/RPC2',
    notes: [
      { level: 'info', code: 'slow', text: 'the program <b>mcp</b> is known since 2026 & runs' },
    ],
  }),
  ...ABSENT,
];

export const down: readonly Fake[] = [
  fakeBackend(false, {
    address: 'http://127.0.0.1:8080',
    collect: ({ samples }) => {
      samples.fallback(APPSMITH_UP, 0);
      throw new ScrapeError('refused', 'connect ECONNREFUSED 127.0.0.1:8080');
    },
  }),
  fake('rts', { title: 'RTS', address: 'http://127.0.0.1:8091', collect: refused(8091) }),
  fake('mongodb', {
    title: 'MongoDB',
    address: 'mongodb://127.0.0.1:27017/appsmith',
    collect: () => {
      throw new ScrapeError('timeout', 'server selection timed out after 5000 ms');
    },
  }),
  fake('redis', { title: 'Redis', address: 'redis://127.0.0.1:6379', collect: refused(6379) }),
  ...ABSENT,
];
