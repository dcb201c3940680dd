// Paths: what is an id, and that the fast look never misses one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseUri, uriMayChange } from '../../../src/components/backend/uri.ts';

const HEX24 = '65f0c2a1b3d4e5f6a7b8c9d0';
const UUID = '123e4567-e89b-12d3-a456-426614174000';

function mayChange(path: string): boolean {
  const bytes = Buffer.from(`uri="${path}"`);
  return uriMayChange(bytes, 5, bytes.length - 1);
}

describe('normaliseUri', () => {
  it.each([
    [`/api/v1/pages/${HEX24}`, '/api/v1/pages/{id}'],
    [`/api/v1/pages/${HEX24.toUpperCase()}/view`, '/api/v1/pages/{id}/view'],
    [`/api/v1/pages/${UUID}/actions/${HEX24}`, '/api/v1/pages/{id}/actions/{id}'],
    [`/a/1/2/3`, '/a/{id}/{id}/{id}'],
    ['42', '{id}'],
    ['/42/', '/{id}/'],
  ])('%s → %s', (path, expected) => {
    expect(normaliseUri(path)).toBe(expected);
    expect(mayChange(path)).toBe(true);
  });

  it.each([
    '/api/v1/applications/{id}',
    '/api/v1/pages/{pageId}/actions/{actionId}',
    '/**',
    'UNKNOWN',
    'root',
    '',
    '/',
    '/api/v1/feed/cafe/deadbeef',
    `/x/${HEX24}0`,
    `/x/${HEX24.slice(1)}`,
    '/api/v2x',
    '/1a/v1',
  ])('%s stays', (path) => {
    expect(normaliseUri(path)).toBe(path);
    expect(mayChange(path)).toBe(false);
  });

  it('is never missed by the fast look, which is right about what it lets pass', () => {
    const segment = fc.oneof(
      fc.constantFrom('api', 'v1', HEX24, UUID, '{id}', '', 'feed', '-', '4-2', 'é'),
      fc.nat().map(String),
      fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF-g'), maxLength: 40 }),
    );
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 6 }), (segments) => {
        const path = segments.join('/');
        if (normaliseUri(path) !== path) expect(mayChange(path)).toBe(true);
        expect(normaliseUri(normaliseUri(path))).toBe(normaliseUri(path));
      }),
    );
  });
});
