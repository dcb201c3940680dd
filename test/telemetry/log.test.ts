// The log's two formats: one line an event, secrets blanked, nothing that breaks a line.
import { describe, expect, it } from 'vitest';
import { ScrapeError } from '../../src/scrape/errors.ts';
import { Secret } from '../../src/scrape/secret.ts';
import { createLog, type LogOptions } from '../../src/telemetry/log.ts';
import { Captured } from '../server/captured.ts';

function log(options: Partial<LogOptions> = {}) {
  const stream = new Captured();
  return { log: createLog(stream, { level: 'info', format: 'logfmt', ...options }), stream };
}

describe('logfmt', () => {
  it('writes time, level and message first', () => {
    const { log: logger, stream } = log();
    logger.info({ port: 9564, url: 'http://localhost:9564' }, 'listening');
    expect(stream.text).toMatch(
      /^time=\d{4}-\d\d-\d\dT[\d:.]+Z level=info msg=listening port=9564 url=http:\/\/localhost:9564\n$/,
    );
  });

  it('quotes what needs it and stays in one line', () => {
    const { log: logger, stream } = log();
    logger.warn({ detail: 'a "b"\nc=d', empty: '', list: [1, 2] }, 'two words');
    expect(stream.text).toContain(
      'level=warn msg="two words" detail="a \\"b\\"\\nc=d" empty="" list=[1,2]\n',
    );
    expect(stream.text.match(/\n/g)).toHaveLength(1);
  });

  it('leaves out what is not there', () => {
    const { log: logger, stream } = log();
    logger.info({ nothing: undefined }, 'a');
    expect(stream.text).not.toContain('nothing');
  });
});

describe('json', () => {
  it('is one object a line', () => {
    const { log: logger, stream } = log({ format: 'json' });
    logger.error({ component: 'redis' }, 'is down');
    expect(JSON.parse(stream.text)).toEqual({
      time: expect.stringMatching(/Z$/),
      level: 'error',
      component: 'redis',
      msg: 'is down',
    });
  });
});

describe.each(['logfmt', 'json'] as const)('%s', (format) => {
  it('shows no secret', () => {
    const { log: logger, stream } = log({ format });
    const password = 'hunter2';
    logger.info({ password, redis: { password }, wrapped: new Secret(password) }, 'a');
    logger.info({ headers: { authorization: password }, token: password }, 'b');
    expect(stream.text).not.toContain(password);
    expect(stream.text).toContain('***');
  });

  it('keeps to its level', () => {
    const { log: logger, stream } = log({ format, level: 'warn' });
    logger.info('no');
    logger.debug('no');
    logger.warn('yes');
    expect(stream.text.trim().split('\n')).toHaveLength(1);
  });

  it('gives a stack for our own faults only', () => {
    const { log: logger, stream } = log({ format });
    logger.error({ err: new ScrapeError('refused', 'nothing listens') }, 'a');
    expect(stream.text).toContain('nothing listens');
    expect(stream.text).not.toContain('log.test.ts');
    logger.error({ err: new TypeError('undefined is no function') }, 'b');
    expect(stream.text).toContain('log.test.ts');
    expect(stream.text.trim().split('\n')).toHaveLength(2);
  });
});
