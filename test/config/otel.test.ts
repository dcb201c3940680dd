// When the standard variables ask for traces.
import { describe, expect, it } from 'vitest';
import { tracesAsked } from '../../src/config/index.ts';

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

describe('tracesAsked', () => {
  it.each<[string, boolean, Record<string, string>]>([
    ['nothing', false, {}],
    ['an endpoint', true, ENDPOINT],
    [
      'an endpoint for traces',
      true,
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://c:4318/v1/traces' },
    ],
    ['an exporter', true, { OTEL_TRACES_EXPORTER: 'otlp' }],
    ['the console', true, { OTEL_TRACES_EXPORTER: 'console' }],
    ['a list', true, { OTEL_TRACES_EXPORTER: 'otlp, console' }],
    ['none', false, { ...ENDPOINT, OTEL_TRACES_EXPORTER: 'none' }],
    ['an empty exporter', false, { OTEL_TRACES_EXPORTER: '' }],
    ['an empty endpoint', false, { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }],
    ['disabled', false, { ...ENDPOINT, OTEL_SDK_DISABLED: 'TRUE' }],
    ['not disabled', true, { ...ENDPOINT, OTEL_SDK_DISABLED: 'false' }],
    [
      'metrics and logs only',
      false,
      { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://c:4318', OTEL_LOGS_EXPORTER: 'otlp' },
    ],
    ['a service name alone', false, { OTEL_SERVICE_NAME: 'exporter' }],
  ])('%s: %s', (_what, asked, env) => {
    expect(tracesAsked(env)).toBe(asked);
  });
});
