// Connection strings as --print-config shows them: whatever is written, the secret is not in it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactUrl } from '../../src/config/redact.ts';

describe('redactUrl', () => {
  it.each([
    ['mongodb://u:s3cret@h/db', 'mongodb://u:***@h/db'],
    ['mongodb://u:s3@cr:et/@h,i:1/db?w=1', 'mongodb://u:***@h,i:1/db?w=1'],
    ['redis://s3cret@h', 'redis://***@h'],
    ['redis://:s3cret@h', 'redis://:***@h'],
    [
      'mongodb://h/?authMechanismProperties=AWS_SESSION_TOKEN:s3cret&w=1',
      'mongodb://h/?authMechanismProperties=***&w=1',
    ],
    [
      'mongodb://h/?tlsCertificateKeyFilePassword=s3;cret&w=1',
      'mongodb://h/?tlsCertificateKeyFilePassword=***&w=1',
    ],
    ['redis://h?a=1;password=s3cret', 'redis://h?a=1;password=***'],
    ['u:s3cret@h:8080', 'u:***@h:8080'],
    ['http//u:s3cret@h', 'http//u:***@h'],
    ['mongodb://h/db?retryWrites=true', 'mongodb://h/db?retryWrites=true'],
  ])('%s', (url, shown) => {
    expect(redactUrl(url)).toBe(shown);
  });

  it('leaves nothing of a user’s password, whatever is in it', () => {
    const part = fc.string({ minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.constantFrom('mongodb', 'redis', 'rediss', 'http'), part, (scheme, rest) => {
        const shown = redactUrl(`${scheme}://u:zQ9${rest}9Qz@h/db`);
        expect(shown).not.toContain('zQ9');
        expect(shown).not.toContain('9Qz');
      }),
    );
  });
});
