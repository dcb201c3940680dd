// Which format and encoding each client gets, by the Accept headers that clients really send.
import { describe, expect, it } from 'vitest';
import { formatFor, wantsGzip } from '../../src/server/negotiate.ts';

const OPENMETRICS = 'application/openmetrics-text';

describe('formatFor', () => {
  it.each([
    [undefined, 'text'],
    ['', 'text'],
    ['*/*', 'text'],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text'],
    ['text/plain', 'text'],
    ['text/plain;version=0.0.4', 'text'],
    [OPENMETRICS, 'openmetrics'],
    [`${OPENMETRICS}; version=1.0.0; charset=utf-8`, 'openmetrics'],
    [`${OPENMETRICS}; version="1.0.0"`, 'openmetrics'],
    [`${OPENMETRICS.toUpperCase()};VERSION=1.0.0`, 'openmetrics'],
    // Prometheus 2.42
    [
      `${OPENMETRICS};version=1.0.0,${OPENMETRICS};version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1`,
      'openmetrics',
    ],
    // Prometheus 2.5 knows only a draft that we do not speak
    [`${OPENMETRICS}; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1`, 'text'],
    // Prometheus 3
    [
      `${OPENMETRICS};version=1.0.0;escaping=allow-utf-8;q=0.5,${OPENMETRICS};version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1`,
      'openmetrics',
    ],
    // Prometheus 3 with native histograms: protobuf first
    [
      `application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,${OPENMETRICS};version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.2`,
      'openmetrics',
    ],
    [
      `application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited`,
      'text',
    ],
    [`text/plain;version=0.0.4;q=0.9,${OPENMETRICS};q=0.8`, 'text'],
    [`text/plain;version=0.0.4;q=0.1,${OPENMETRICS};q=0.8`, 'openmetrics'],
    [`${OPENMETRICS};q=0,text/plain;q=0.1`, 'text'],
    [`${OPENMETRICS};q=1.5`, 'text'],
    [`${OPENMETRICS};q=nonsense`, 'text'],
    ['application/json', 'text'],
    [',;,=;q', 'text'],
  ])('%s → %s', (accept, format) => {
    expect(formatFor(accept)).toBe(format);
  });

  it('is not held up by an absurd header', () => {
    const started = performance.now();
    expect(formatFor(`${'text/plain;q=0.1,'.repeat(1e5)}${OPENMETRICS}`)).toBe('text');
    expect(performance.now() - started).toBeLessThan(100);
  });
});

describe('wantsGzip', () => {
  it.each([
    [undefined, false],
    ['', false],
    ['gzip', true],
    ['GZIP', true],
    ['gzip, deflate, br, zstd', true],
    ['identity', false],
    ['gzip;q=0', false],
    ['gzip;q=0.5, identity;q=1', false],
    ['gzip;q=1.0, identity; q=0.5', true],
    ['br', false],
    ['*', false],
  ])('%s → %s', (header, wanted) => {
    expect(wantsGzip(header)).toBe(wanted);
  });
});
