// Spans cost a scrape nothing even when the library breaks; addresses and complaints lose their secrets.
import { readFileSync } from 'node:fs';
import * as api from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import { Target } from '../../src/scrape/target.ts';
import { addressAttributes } from '../../src/telemetry/attributes.ts';
import { diagnosticsTo } from '../../src/telemetry/diagnostics.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { SpanTracer } from '../../src/telemetry/spans.ts';
import { startTraces } from '../../src/telemetry/traces.ts';
import { targetOfFakes, well } from '../scrape/fake.ts';
import { Captured } from '../server/captured.ts';

function captured() {
  const stream = new Captured();
  return { stream, log: createLog(stream, { level: 'info', format: 'logfmt' }) };
}

/** A tracer that breaks at its n-th span. */
function breaking(at: number): api.Tracer {
  const sound = new api.ProxyTracerProvider().getTracer('test');
  let n = 0;
  const startSpan: api.Tracer['startSpan'] = (...args) => {
    if (++n >= at) throw new Error('broken');
    return sound.startSpan(...args);
  };
  return { startSpan } as unknown as api.Tracer;
}

describe('a tracer that throws', () => {
  it.each([1, 2, 3])('fails no scrape (at span %d)', async (at) => {
    const broken = breaking(at);
    const { members } = targetOfFakes({ redis: well, rts: well });
    const target = new Target('test', members, new SpanTracer(api, broken));
    const { outcomes } = await target.scrape({ timeoutMs: 1000, caller: {} });
    expect(outcomes).toMatchObject([
      { state: 'up', success: true },
      { state: 'up', success: true },
    ]);
  });
});

describe('an address', () => {
  it.each([
    ['http://127.0.0.1:8080/base', { 'server.address': '127.0.0.1', 'server.port': 8080 }],
    ['https://appsmith.example.com', { 'server.address': 'appsmith.example.com' }],
    [
      'redis://[::1]:6379',
      { 'server.address': '::1', 'server.port': 6379, 'db.system.name': 'redis' },
    ],
    [
      'mongodb://a:27017,b:27018/appsmith',
      { 'server.address': 'a', 'server.port': 27017, 'db.system.name': 'mongodb' },
    ],
    [
      'mongodb+srv://c.example.net/appsmith',
      { 'server.address': 'c.example.net', 'db.system.name': 'mongodb' },
    ],
    ['a URL that cannot be read', {}],
  ])('%s', (address, expected) => {
    expect(addressAttributes(address)).toEqual({ 'scrape.address': address, ...expected });
  });

  it('loses a password that it must not have', () => {
    const text = JSON.stringify(
      addressAttributes('redis://u:hunter2@r:6379 and redis://:hunter2@g'),
    );
    expect(text).not.toContain('hunter2');
    expect(text).toContain('"server.address":"r"');
  });
});

describe('what the SDK complains of', () => {
  it('is a line an hour, with the number of those before', () => {
    const { stream, log } = captured();
    let now = 0;
    const diagnostics = diagnosticsTo(log, () => now);
    for (let i = 0; i <= 720; i++, now += 5000) diagnostics.error(`no answer ${i}`);
    const lines = stream.text.trim().split('\n');
    expect(lines).toHaveLength(1);
    now += 5000;
    diagnostics.error('no answer');
    expect(stream.text.trim().split('\n').at(-1)).toContain('held_back=720');
  });

  it('keeps the message and the code of an error, and no more', () => {
    const { stream, log } = captured();
    const error = {
      message: 'connect to http://user:hunter2@collector:4318 failed',
      code: 'ECONNREFUSED',
      stack: 'at somewhere',
      data: 'hunter2',
    };
    diagnosticsTo(log).error(JSON.stringify(error));
    expect(stream.text).toContain('detail="connect to http://collector:4318 failed, ECONNREFUSED"');
    diagnosticsTo(log).warn('long '.repeat(1000));
    expect(stream.text.split('\n')[1]!.length).toBeLessThan(500);
    diagnosticsTo(log).debug('nothing');
    expect(stream.text.trim().split('\n')).toHaveLength(2);
  });
});

describe('an SDK that cannot start', () => {
  it('is one line, and no traces', async () => {
    const { stream, log } = captured();
    const load = async () => {
      throw new Error('unusable');
    };
    expect(await startTraces(log, '1.2.3', load)).toBeUndefined();
    expect(stream.text).toMatch(
      /level=warn msg="tracing cannot start; there are no traces" detail=unusable\n$/,
    );
  });

  it('names the versions that package.json has', async () => {
    const { stream, log } = captured();
    const load = () =>
      Promise.reject(Object.assign(new Error('no'), { code: 'ERR_MODULE_NOT_FOUND' }));
    await startTraces(log, '1.2.3', load);
    const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    for (const [name, version] of Object.entries(optionalDependencies)) {
      expect(stream.text).toContain(`${name}@${version}`);
    }
  });
});
