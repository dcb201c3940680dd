// Every way to fail becomes one of the bounded reasons.
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { reasonOf, ScrapeError } from '../../src/scrape/errors.ts';
import { Secret } from '../../src/scrape/secret.ts';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

describe('reasonOf', () => {
  it.each([
    [new ScrapeError('protocol', 'x'), 'protocol'],
    [withCode('ECONNREFUSED'), 'refused'],
    [new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]), 'refused'],
    [new Error('fetch failed', { cause: withCode('ENOTFOUND') }), 'dns'],
    [withCode('CERT_HAS_EXPIRED'), 'tls'],
    [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls'],
    [withCode('HPE_INVALID_CONSTANT'), 'protocol'],
    [new DOMException('late', 'TimeoutError'), 'timeout'],
    [new DOMException('gone', 'AbortError'), 'timeout'],
    [withCode('ECONNRESET'), 'reset'],
    [new TypeError('a bug'), 'internal'],
    ['a string', 'internal'],
    [undefined, 'internal'],
  ])('%s is %s', (error, reason) => {
    expect(reasonOf(error)).toBe(reason);
  });

  it('does not follow a chain of causes for ever', () => {
    const error = new Error('x');
    error.cause = error;
    expect(reasonOf(error)).toBe('internal');
  });
});

describe('Secret', () => {
  it('shows itself nowhere', () => {
    const secret = new Secret('hunter2');
    const shown = [
      `${secret}`,
      String(secret),
      JSON.stringify({ secret }),
      inspect(secret, { depth: 9, showHidden: true }),
      inspect({ a: [secret] }, { depth: 9, showHidden: true }),
      JSON.stringify(Object.entries(secret)),
    ].join(' ');
    expect(shown).not.toContain('hunter2');
    expect(secret.reveal()).toBe('hunter2');
  });
});
