// A small catalogue with one family of each type, for the tests of PromQL.
import { counter, gauge, histogram, info, summary } from '../../src/metrics/index.ts';

const source = 'a test';
const help = 'For a test.';

export const m = {
  requests: counter({ name: 'app_requests_total', help, source, labels: ['code', 'uri'] }),
  heap: gauge({ name: 'app_heap_bytes', unit: 'bytes', help, source, labels: ['area'] }),
  limit: gauge({ name: 'app_heap_limit_bytes', unit: 'bytes', help, source, labels: ['area'] }),
  duration: histogram({
    name: 'app_request_duration_seconds',
    unit: 'seconds',
    help,
    source,
    labels: ['uri'],
  }),
  wait: summary({ name: 'app_wait_seconds', unit: 'seconds', help, source, labels: ['pool'] }),
  build: info({ name: 'app_build_info', help, source, labels: ['version'] }),
};

export const catalogue = Object.values(m);
